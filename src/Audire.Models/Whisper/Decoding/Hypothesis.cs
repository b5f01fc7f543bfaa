namespace Audire.Models.Whisper.Decoding;

/// <summary>A text that a search came up with.</summary>
/// <param name="Tokens">What was written after the prompt, without the end token.</param>
/// <param name="SumLogProb">Sum of the log-probabilities of the tokens, the end token included where it was written.</param>
internal sealed record Hypothesis(IReadOnlyList<int> Tokens, double SumLogProb)
{
    /// <summary>Mean log-probability a token, the end counted as one.</summary>
    public double AvgLogProb => SumLogProb / (Tokens.Count + 1);

    /// <summary>The score hypotheses are ranked by: the sum over the length, or over ((5 + length) / 6)^α (Wu et al. 2016).</summary>
    public double Score(double? lengthPenalty) =>
        SumLogProb / (lengthPenalty is { } alpha ? Math.Pow((5 + Tokens.Count) / 6.0, alpha) : Tokens.Count);

    /// <summary>The best of several. An empty text without penalty scores minus infinity, so that any other is better; of equals the first.</summary>
    public static Hypothesis Best(IEnumerable<Hypothesis> hypotheses, double? lengthPenalty) => hypotheses.MaxBy(hypothesis => hypothesis.Score(lengthPenalty))!;
}
