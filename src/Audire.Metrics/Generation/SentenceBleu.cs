namespace Audire.Metrics.Generation;

/// <summary>What replaces precisions of 0 in a sentence's BLEU, which would make it 0.</summary>
/// <remarks>Chen and Cherry 2014; the numbers are theirs and nltk's.</remarks>
public enum BleuSmoothing
{
    /// <summary>The smallest positive normal number: BLEU is about 2e-308 instead of 0 where some run of words has no match.</summary>
    None = 0,

    /// <summary>0.1 matches instead of 0.</summary>
    Epsilon = 1,

    /// <summary>One more match and one more run, from two words on.</summary>
    AddOne = 2,

    /// <summary>1/2, 1/4, … matches instead of 0, in order of occurrence.</summary>
    Halving = 3,

    /// <summary>As halving, scaled by the logarithm of the length: short sentences get less.</summary>
    LengthScaledHalving = 4,

    /// <summary>The mean with both neighbouring orders.</summary>
    Neighbours = 5,

    /// <summary>Scaled halving, then the mean with neighbours.</summary>
    HalvingThenNeighbours = 7,
}

/// <summary>BLEU of a single sentence (Papineni et al. 2002), as nltk and so HELM compute it; 0 to 1, higher is better.</summary>
/// <remarks>HELM's bleu_4 has weights (0, 0, 0, 1): the precision of runs of four words only, not the usual mean.</remarks>
public static class SentenceBleu
{
    private const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>HELM's bleu_1.</summary>
    public static IReadOnlyList<double> UnigramsOnly { get; } = [1, 0, 0, 0];

    /// <summary>HELM's bleu_4.</summary>
    public static IReadOnlyList<double> FourGramsOnly { get; } = [0, 0, 0, 1];

    /// <summary>The usual mean of orders 1 to 4.</summary>
    public static IReadOnlyList<double> Cumulative { get; } = [0.25, 0.25, 0.25, 0.25];

    /// <summary>BLEU of tokens.</summary>
    /// <param name="references">Right answers, tokenised; one or more.</param>
    /// <param name="hypothesis">The answer, tokenised.</param>
    /// <param name="weights">Weight of each order, from single tokens on. Default: <see cref="Cumulative"/>.</param>
    /// <param name="smoothing">Default none.</param>
    public static double Of(IReadOnlyList<IReadOnlyList<string>> references, IReadOnlyList<string> hypothesis,
        IReadOnlyList<double>? weights = null, BleuSmoothing smoothing = BleuSmoothing.None)
    {
        weights ??= Cumulative;
        if (references.Count == 0) throw new ArgumentException("BLEU needs a reference.", nameof(references));
        var matches = new (int Right, int All)[weights.Count + 1];
        for (int n = 1; n <= matches.Length; n++) matches[n - 1] = Matches(references, hypothesis, n);
        if (matches[0].Right == 0) return 0;

        double[] precisions = Smooth(matches, hypothesis.Count, smoothing);
        double logMean = 0;
        for (int i = 0; i < weights.Count; i++)
            if (precisions[i] > 0) logMean += weights[i] * Math.Log(precisions[i]);
        int closest = NGrams.ClosestLength(references.Select(r => r.Count), hypothesis.Count);
        double brevity = hypothesis.Count > closest ? 1 : Math.Exp(1 - (double)closest / hypothesis.Count);
        return brevity * Math.Exp(logMean);
    }

    private static (int Right, int All) Matches(IReadOnlyList<IReadOnlyList<string>> references, IReadOnlyList<string> hypothesis, int n) =>
        (NGrams.Overlap(NGrams.Count(hypothesis, n), NGrams.MaxCount(references, n)), Math.Max(1, hypothesis.Count - n + 1));

    private static double[] Smooth((int Right, int All)[] matches, int length, BleuSmoothing smoothing)
    {
        double[] raw = [.. matches.Select(m => (double)m.Right / m.All)];
        double[] smoothed = raw[..^1];
        int misses = 0;
        for (int i = 0; i < smoothed.Length; i++)
        {
            var (right, all) = matches[i];
            switch (smoothing)
            {
                case BleuSmoothing.None when right == 0: smoothed[i] = SmallestNormal; break;
                case BleuSmoothing.Epsilon when right == 0: smoothed[i] = 0.1 / all; break;
                case BleuSmoothing.AddOne when i > 0: smoothed[i] = (right + 1.0) / (all + 1.0); break;
                case BleuSmoothing.Halving when right == 0: smoothed[i] = Math.Pow(0.5, ++misses) / all; break;
                case BleuSmoothing.LengthScaledHalving or BleuSmoothing.HalvingThenNeighbours when right == 0 && length > 1:
                    smoothed[i] = Math.Log(length) / (5 * Math.Pow(2, ++misses)) / all;
                    break;
            }
        }
        return smoothing is BleuSmoothing.Neighbours or BleuSmoothing.HalvingThenNeighbours ? WithNeighbours(smoothed, raw[^1]) : smoothed;
    }

    private static double[] WithNeighbours(double[] precisions, double next)
    {
        double before = precisions[0] + 1;
        double[] result = new double[precisions.Length];
        for (int i = 0; i < precisions.Length; i++)
            result[i] = before = (before + precisions[i] + (i + 1 < precisions.Length ? precisions[i + 1] : next)) / 3;
        return result;
    }
}
