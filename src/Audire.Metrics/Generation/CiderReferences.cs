namespace Audire.Metrics.Generation;

/// <summary>What CIDEr-D learns from the references of a set: in how many of its items a run of words occurs. Immutable; safe to call from any thread.</summary>
public sealed class CiderReferences
{
    private const int MaxOrder = 4;
    private const double Sigma = 6;
    private readonly Dictionary<string, int> _itemsWith;
    private readonly double _logItems;

    private CiderReferences(int items, Dictionary<string, int> itemsWith)
    {
        Items = items;
        _itemsWith = itemsWith;
        _logItems = Math.Log(items);
    }

    /// <summary>Items of the set.</summary>
    public int Items { get; }

    /// <summary>Learns a set.</summary>
    /// <param name="references">For each item its references, tokenised.</param>
    public static CiderReferences Of(IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> references)
    {
        var itemsWith = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in references)
            foreach (string run in item.SelectMany(text => Orders().SelectMany(n => NGrams.Count(text, n).Keys)).Distinct())
                itemsWith[run] = itemsWith.GetValueOrDefault(run) + 1;
        return new CiderReferences(references.Count, itemsWith);
    }

    /// <summary>The score of a caption, 0 to 10.</summary>
    /// <param name="hypothesis">The caption, tokenised.</param>
    /// <param name="references">Its references, tokenised; one at least.</param>
    public double Score(IReadOnlyList<string> hypothesis, IReadOnlyList<IReadOnlyList<string>> references)
    {
        var said = Caption.Of(hypothesis, Rarity);
        double sum = 0;
        foreach (var reference in references.Select(text => Caption.Of(text, Rarity)))
        {
            double gap = said.Length - reference.Length, penalty = Math.Exp(-gap * gap / (2 * Sigma * Sigma));
            for (int n = 0; n < MaxOrder; n++)
            {
                double product = 0;
                foreach (var (run, weight) in said.Weights[n])
                    if (reference.Weights[n].TryGetValue(run, out double other)) product += Math.Min(weight, other) * other;
                double norms = said.Norms[n] * reference.Norms[n];
                sum += (norms == 0 ? product : product / norms) * penalty;
            }
        }
        return 10 * sum / MaxOrder / references.Count;
    }

    private double Rarity(string run) => _logItems - Math.Log(Math.Max(1, _itemsWith.GetValueOrDefault(run)));

    private static IEnumerable<int> Orders() => Enumerable.Range(1, MaxOrder);

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
