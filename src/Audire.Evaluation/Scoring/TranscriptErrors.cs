using Audire.Metrics.Alignment;
using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Scoring;

/// <summary>
/// An error rate of a transcript (words, characters, phones, words of several talkers), strict: an empty answer is all deletions (1). Of several
/// references the closest counts. Weighted by the reference's length the mean is the corpus rate; unweighted it is AHELM's mean over utterances.
/// </summary>
/// <param name="name">The metric's name.</param>
/// <param name="counts">What differs between a reference and an answer.</param>
/// <param name="weighted">Whether the mean is the corpus rate.</param>
internal sealed class TranscriptErrors(string name, Func<string, string?, ITextNormalizer, EditCounts> counts, bool weighted) : IScore
{
    public string Name => name;

    public bool HigherIsBetter => false;

    public bool IsProportion => false;

    public InstanceScore? Score(ScoredAnswer answer)
    {
        EditCounts? best = null;
        foreach (var reference in answer.References)
        {
            var found = counts(reference, answer.Answer, answer.Normalizer);
            if (found.ErrorRate is { } rate && (best is null || rate < best.Value.ErrorRate)) best = found;
        }

        return best is { } chosen ? new InstanceScore(chosen.ErrorRate!.Value, weighted ? chosen.ReferenceLength : 1) : null;
    }
}
