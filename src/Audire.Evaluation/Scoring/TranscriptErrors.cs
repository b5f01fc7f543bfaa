using Audire.Metrics.Alignment;

namespace Audire.Evaluation.Scoring;

/// <summary>
/// Word or character error rate of a transcript, strict: an empty answer is all deletions (1). Of several references the closest counts.
/// Weighted by the reference's length the mean is the corpus rate; unweighted it is AHELM's mean over utterances.
/// </summary>
internal sealed class TranscriptErrors(string name, Func<TranscriptScore, EditCounts> counts, bool weighted) : IScore
{
    public string Name => name;

    public bool HigherIsBetter => false;

    public bool IsProportion => false;

    public InstanceScore? Score(ScoredAnswer answer)
    {
        EditCounts? best = null;
        foreach (var reference in answer.References)
        {
            var found = counts(TranscriptScore.Of(reference, answer.Answer, answer.Normalizer));
            if (found.ErrorRate is { } rate && (best is null || rate < best.Value.ErrorRate)) best = found;
        }

        return best is { } chosen ? new InstanceScore(chosen.ErrorRate!.Value, weighted ? chosen.ReferenceLength : 1) : null;
    }
}
