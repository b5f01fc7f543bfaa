using Audire.Metrics.Normalization;

namespace Audire.Metrics.Alignment;

/// <summary>Error rates as HELM's board has them.</summary>
/// <param name="WordErrorRate">WER.</param>
/// <param name="MatchErrorRate">MER.</param>
/// <param name="WordInformationPreserved">WIP.</param>
/// <param name="CharacterErrorRate">CER.</param>
/// <remarks>
/// HELM 0.5.16 over jiwer 3. An empty prediction scores 0 in all four, so refusing <em>lowers</em> the error rates; report
/// <see cref="TranscriptScore"/> beside them.
/// </remarks>
public sealed record HelmTranscriptScore(double WordErrorRate, double MatchErrorRate, double WordInformationPreserved, double CharacterErrorRate)
{
    /// <summary>Compares two texts.</summary>
    /// <param name="reference">What was said.</param>
    /// <param name="prediction">The answer; null and the empty string score 0 everywhere, even against an empty reference.</param>
    /// <returns>The rates; null where the normalised reference is empty, which HELM cannot score.</returns>
    public static HelmTranscriptScore? Of(string reference, string? prediction)
    {
        if (string.IsNullOrEmpty(prediction)) return new(0, 0, 0, 0);
        var score = TranscriptScore.Of(reference, prediction, TextNormalizers.HelmWithArticles);
        return score.Words.ReferenceLength == 0 ? null : new(score.WordErrorRate!.Value, score.MatchErrorRate!.Value,
            score.WordInformationPreserved!.Value, score.CharacterErrorRate!.Value);
    }
}
