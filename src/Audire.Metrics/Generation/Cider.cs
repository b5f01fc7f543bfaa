namespace Audire.Metrics.Generation;

/// <summary>Scores of captions against the others of their set.</summary>
/// <param name="Score">Their mean, 0 to 10.</param>
/// <param name="PerItem">One a caption.</param>
public sealed record CiderScore(double Score, IReadOnlyList<double> PerItem);

/// <summary>CIDEr-D: agreement of a caption with its references in the words that are rare in the set.</summary>
/// <remarks>
/// Vedantam, Zitnick and Parikh 2015, as pycocoevalcap computes it: clipped counts, a penalty for length (σ 6), no stemming. How rare a word
/// is, is learned from the evaluated references: a set of one item scores 0, so HELM's per-item value is always 0.
/// </remarks>
public static class Cider
{
    private const int MaxOrder = 4;
    private const double Sigma = 6;

    /// <summary>Scores a set.</summary>
    /// <param name="hypotheses">One caption an item, tokenised.</param>
    /// <param name="references">Its references, tokenised; one or more an item.</param>
    public static CiderScore Of(IReadOnlyList<IReadOnlyList<string>> hypotheses, IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> references)
    {
        if (hypotheses.Count != references.Count)
            throw new ArgumentException($"{hypotheses.Count} hypotheses need as many lists of references, not {references.Count}.", nameof(references));
        var itemsWith = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in references)
            foreach (string run in item.SelectMany(text => Orders().SelectMany(n => NGrams.Count(text, n).Keys)).Distinct())
                itemsWith[run] = itemsWith.GetValueOrDefault(run) + 1;

        double logItems = Math.Log(hypotheses.Count);
        double Rarity(string run) => logItems - Math.Log(Math.Max(1, itemsWith.GetValueOrDefault(run)));
        double[] scores = [.. hypotheses.Select((hypothesis, i) => Score(Caption.Of(hypothesis, Rarity), [.. references[i].Select(text => Caption.Of(text, Rarity))]))];
        return new(scores.Length == 0 ? double.NaN : scores.Average(), scores);
    }

    private static IEnumerable<int> Orders() => Enumerable.Range(1, MaxOrder);

    private static double Score(Caption hypothesis, Caption[] references)
    {
        double sum = 0;
        foreach (var reference in references)
        {
            double gap = hypothesis.Length - reference.Length, penalty = Math.Exp(-gap * gap / (2 * Sigma * Sigma));
            for (int n = 0; n < MaxOrder; n++)
            {
                double product = 0;
                foreach (var (run, weight) in hypothesis.Weights[n])
                    if (reference.Weights[n].TryGetValue(run, out double other)) product += Math.Min(weight, other) * other;
                double norms = hypothesis.Norms[n] * reference.Norms[n];
                sum += (norms == 0 ? product : product / norms) * penalty;
            }
        }
        return 10 * sum / MaxOrder / references.Length;
    }

    /// <summary>A caption as weighted runs of each order. Its length is that of its bigrams, as in the reference implementation.</summary>
    private sealed record Caption(Dictionary<string, double>[] Weights, double[] Norms, int Length)
    {
        public static Caption Of(IReadOnlyList<string> text, Func<string, double> rarity)
        {
            Dictionary<string, double>[] weights = [.. Orders().Select(n => NGrams.Count(text, n).ToDictionary(run => run.Key, run => run.Value * rarity(run.Key), StringComparer.Ordinal))];
            return new(weights, [.. weights.Select(w => Math.Sqrt(w.Values.Sum(x => x * x)))], Math.Max(0, text.Count - 1));
        }
    }
}
