using Audire.Metrics.Randomness;

namespace Audire.Metrics.Statistics;

/// <summary>Tests that compare a statistic with its values after exchanging labels. Exact where few exchanges exist, else by drawing.</summary>
/// <remarks>Drawn p-values count the observed arrangement too (Phipson and Smyth 2010), so they are never 0. Deterministic for a seed.</remarks>
public static class PermutationTests
{
    /// <summary>Up to so many arrangements, all are looked at.</summary>
    public const int ExactLimit = 1 << 16;

    private const double RelativeSlack = 1e-14; // arrangements that equal the observed one but for rounding count as equal

    /// <summary>Difference of means of two independent samples (first minus second).</summary>
    /// <param name="a">First sample.</param>
    /// <param name="b">Second sample.</param>
    /// <param name="alternative">Two-sided: twice the smaller tail, at most 1. Default.</param>
    /// <param name="draws">Arrangements drawn where there are too many for all. Default 9999.</param>
    /// <param name="seed">Seed of the draws. Default 0.</param>
    public static TestOutcome Independent(
        IReadOnlyList<double> a, IReadOnlyList<double> b, Alternative alternative = Alternative.TwoSided, int draws = 9999, ulong seed = 0)
    {
        double[] pooled = [.. a, .. b];
        if (a.Count == 0 || b.Count == 0 || Descriptive.HasNaN(pooled)) return new(double.NaN, double.NaN, "permutation");
        double observed = Descriptive.Mean(a) - Descriptive.Mean(b);
        bool exact = Arrangements(pooled.Length, a.Count) <= ExactLimit;
        var statistics = (exact ? Subsets(pooled.Length, a.Count) : DrawnSubsets(pooled.Length, a.Count, draws, seed))
            .Select(chosen => MeanDifference(pooled, chosen));
        return new(observed, PValue(observed, statistics, alternative, exact), exact ? "permutation-exact" : "permutation");
    }

    /// <summary>Whether paired differences have mean 0, by flipping their signs; two-sided in the size of the mean.</summary>
    /// <param name="differences">One for each independent pair (or cluster of pairs, summed).</param>
    /// <param name="draws">Flips drawn where there are too many for all. Default 9999.</param>
    /// <param name="seed">Seed of the draws. Default 0.</param>
    public static TestOutcome SignFlip(IReadOnlyList<double> differences, int draws = 9999, ulong seed = 0)
    {
        double[] values = [.. differences];
        if (values.Length == 0 || Descriptive.HasNaN(values)) return new(double.NaN, double.NaN, "sign-flip");
        bool exact = values.Length <= 16;
        double observed = Descriptive.Mean(values);
        var statistics = (exact ? AllFlips(values) : DrawnFlips(values, draws, seed)).Select(Math.Abs);
        double p = PValue(Math.Abs(observed), statistics, Alternative.Greater, exact);
        return new(observed, p, exact ? "sign-flip-exact" : "sign-flip");
    }

    private static double PValue(double observed, IEnumerable<double> statistics, Alternative alternative, bool exact)
    {
        double slack = RelativeSlack * Math.Abs(observed);
        long less = 0, greater = 0, all = 0;
        foreach (double statistic in statistics)
        {
            all++;
            if (statistic <= observed + slack) less++;
            if (statistic >= observed - slack) greater++;
        }
        long self = exact ? 0 : 1;
        double pLess = (double)(less + self) / (all + self), pGreater = (double)(greater + self) / (all + self);
        return alternative switch
        {
            Alternative.Less => pLess,
            Alternative.Greater => pGreater,
            _ => Math.Min(1, 2 * Math.Min(pLess, pGreater)),
        };
    }

    private static double MeanDifference(double[] pooled, int[] chosen)
    {
        var isChosen = new bool[pooled.Length];
        foreach (int i in chosen) isChosen[i] = true;
        double first = 0, second = 0;
        for (int i = 0; i < pooled.Length; i++)
            if (isChosen[i]) first += pooled[i];
            else second += pooled[i];
        return first / chosen.Length - second / (pooled.Length - chosen.Length);
    }

    private static double Arrangements(int n, int k)
    {
        double count = 1;
        for (int i = 1; i <= k; i++) count = count * (n - k + i) / i;
        return count;
    }

    private static IEnumerable<int[]> Subsets(int n, int k)
    {
        int[] chosen = [.. Enumerable.Range(0, k)];
        while (true)
        {
            yield return chosen;
            int i = k - 1;
            while (i >= 0 && chosen[i] == n - k + i) i--;
            if (i < 0) yield break;
            chosen[i]++;
            for (int j = i + 1; j < k; j++) chosen[j] = chosen[j - 1] + 1;
        }
    }

    private static IEnumerable<int[]> DrawnSubsets(int n, int k, int draws, ulong seed)
    {
        var random = new NumpyGenerator(seed);
        for (int i = 0; i < draws; i++) yield return random.Choice(n, k, shuffle: false);
    }

    private static IEnumerable<double> AllFlips(double[] values)
    {
        for (int signs = 0; signs < 1 << values.Length; signs++)
        {
            double sum = 0;
            for (int i = 0; i < values.Length; i++) sum += (signs >> i & 1) != 0 ? -values[i] : values[i];
            yield return sum / values.Length;
        }
    }

    private static IEnumerable<double> DrawnFlips(double[] values, int draws, ulong seed)
    {
        var random = new NumpyGenerator(seed);
        for (int draw = 0; draw < draws; draw++)
        {
            double sum = 0;
            foreach (double value in values) sum += random.Next(2) == 0 ? value : -value;
            yield return sum / values.Length;
        }
    }
}
