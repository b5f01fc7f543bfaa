namespace Audire.Metrics.Statistics;

/// <summary>How the p-value of a rank test is found.</summary>
public enum RankMethod
{
    /// <summary>Exact for small samples without ties (and without zero differences), else the normal approximation with continuity correction.</summary>
    Auto,

    /// <summary>From the exact distribution without ties.</summary>
    Exact,

    /// <summary>Normal approximation, corrected for ties and continuity.</summary>
    Asymptotic,

    /// <summary>Normal approximation, corrected for ties only.</summary>
    AsymptoticUncorrected,
}

/// <summary>Tests of two independent samples by ranks. Empty samples and NaN are not testable (p is NaN).</summary>
public static class RankTests
{
    private const int ExactLimit = 8;

    /// <summary>Mann and Whitney's U (1947): whether values of the first sample tend to be larger; the statistic counts the first sample's wins.</summary>
    public static TestOutcome MannWhitney(
        IReadOnlyList<double> a, IReadOnlyList<double> b, Alternative alternative = Alternative.TwoSided, RankMethod method = RankMethod.Auto)
    {
        if (a.Count == 0 || b.Count == 0 || Descriptive.HasNaN(a) || Descriptive.HasNaN(b)) return new(double.NaN, double.NaN, "mann-whitney");
        double[] pooled = [.. a, .. b];
        double n1 = a.Count, n2 = b.Count, n = n1 + n2;
        double first = Ranks.Of(pooled).Take(a.Count).Sum() - n1 * (n1 + 1) / 2, second = n1 * n2 - first;
        var groups = Ranks.GroupSizes(pooled);

        if (method == RankMethod.Auto)
            method = (n1 > ExactLimit && n2 > ExactLimit) || groups.Exists(size => size > 1) ? RankMethod.Asymptotic : RankMethod.Exact;
        double extreme = alternative switch { Alternative.Greater => first, Alternative.Less => second, _ => Math.Max(first, second) };
        double p;
        if (method == RankMethod.Exact) p = RankSumTail(a.Count, b.Count, (int)extreme);
        else
        {
            double deviation = Math.Sqrt(n1 * n2 / 12 * (n + 1 - Ranks.TieTerm(groups) / (n * (n - 1))));
            double gap = extreme - n1 * n2 / 2 - (method == RankMethod.Asymptotic ? 0.5 : 0);
            p = NormalDistribution.Survival(gap / deviation);
        }
        if (alternative == Alternative.TwoSided) p *= 2;
        return new(first, Math.Min(1, p), method == RankMethod.Exact ? "mann-whitney-exact" : "mann-whitney-asymptotic");
    }

    /// <summary>Brunner and Munzel's test (2000): as Mann–Whitney, but the samples may differ in spread. Two-sided.</summary>
    public static TestOutcome BrunnerMunzel(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || b.Count == 0 || Descriptive.HasNaN(a) || Descriptive.HasNaN(b)) return new(double.NaN, double.NaN, "brunner-munzel");
        double[] pooled = Ranks.Of([.. a, .. b]);
        double n1 = a.Count, n2 = b.Count;
        var (mean1, spread1) = Placements(pooled[..a.Count], Ranks.Of(a));
        var (mean2, spread2) = Placements(pooled[a.Count..], Ranks.Of(b));
        double total = n1 * spread1 + n2 * spread2;
        double w = n1 * n2 * (mean2 - mean1) / ((n1 + n2) * Math.Sqrt(total));
        double degrees = total * total / (n1 * spread1 * (n1 * spread1) / (n1 - 1) + n2 * spread2 * (n2 * spread2) / (n2 - 1));
        return new(w, StudentDistribution.PValue(w, degrees, Alternative.TwoSided), "brunner-munzel", degrees);
    }

    /// <summary>Levene's test of equal spread about the medians (Brown and Forsythe 1974).</summary>
    public static TestOutcome Levene(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || b.Count == 0 || Descriptive.HasNaN(a) || Descriptive.HasNaN(b)) return new(double.NaN, double.NaN, "levene-median");
        double[] x = Distances(a), y = Distances(b);
        double meanX = Descriptive.Mean(x), meanY = Descriptive.Mean(y), mean = Descriptive.Mean([.. x, .. y]);
        double between = x.Length * (meanX - mean) * (meanX - mean) + y.Length * (meanY - mean) * (meanY - mean);
        double within = Descriptive.SumOfSquares(x) + Descriptive.SumOfSquares(y);
        double degrees = x.Length + y.Length - 2, w = degrees * between / within;
        return new(w, FisherDistribution.Survival(w, 1, degrees), "levene-median", degrees);
    }

    /// <summary>Kolmogorov and Smirnov's test of equal distributions, exact and two-sided; the statistic is the largest gap between the two.</summary>
    public static TestOutcome KolmogorovSmirnov(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || b.Count == 0 || Descriptive.HasNaN(a) || Descriptive.HasNaN(b)) return new(double.NaN, double.NaN, "kolmogorov-smirnov");
        double[] x = [.. a.Order()], y = [.. b.Order()];
        long stepX = Scale(y.Length, x.Length), stepY = Scale(x.Length, y.Length), largest = 0; // gaps in units of 1 / lcm
        for (int i = 0, j = 0; i < x.Length || j < y.Length;)
        {
            double next = j == y.Length || (i < x.Length && x[i] <= y[j]) ? x[i] : y[j];
            while (i < x.Length && x[i] == next) i++;
            while (j < y.Length && y[j] == next) j++;
            largest = Math.Max(largest, Math.Abs(i * stepX - j * stepY));
        }
        double gap = (double)largest / (stepX * x.Length);
        return new(gap, largest == 0 ? 1 : OutsideShare(x.Length, y.Length, stepX, stepY, largest), "kolmogorov-smirnov-exact");
    }

    // P(U >= u) without ties: shares of the arrangements, by the recurrence over which sample holds the largest value.
    private static double RankSumTail(int n1, int n2, int u)
    {
        int most = n1 * n2;
        var shares = new double[n1 + 1][]; // [i]: distribution of U for i and the current j values
        for (int i = 0; i <= n1; i++) shares[i] = [1];
        for (int j = 1; j <= n2; j++)
            for (int i = 1; i <= n1; i++)
            {
                double[] withoutFirst = shares[i - 1], withoutSecond = shares[i];
                var mixed = new double[i * j + 1];
                double weight = (double)i / (i + j);
                for (int k = 0; k < withoutFirst.Length; k++) mixed[k + j] += weight * withoutFirst[k];
                for (int k = 0; k < withoutSecond.Length; k++) mixed[k] += (1 - weight) * withoutSecond[k];
                shares[i] = mixed;
            }
        double tail = 0;
        for (int k = most; k >= Math.Max(u, 0); k--) tail += shares[n1][k];
        return tail;
    }

    // Share of the lattice paths that reach the gap somewhere; all terms positive, so small shares keep their digits.
    private static double OutsideShare(int n1, int n2, long stepX, long stepY, long gap)
    {
        var share = new double[n2 + 1];
        for (int i = 0; i <= n1; i++)
            for (int j = 0; j <= n2; j++)
            {
                double below = i > 0 ? share[j] : 0, left = j > 0 ? share[j - 1] : 0;
                share[j] = Math.Abs(i * stepX - j * stepY) >= gap ? 1 : i + j == 0 ? 0 : (i * below + j * left) / (i + j);
            }
        return share[n2];
    }

    private static long Scale(int other, int own) => other / (long)System.Numerics.BigInteger.GreatestCommonDivisor(own, other);

    private static (double Mean, double Spread) Placements(double[] pooledRanks, double[] ownRanks)
    {
        double mean = Descriptive.Mean(pooledRanks), sum = 0, ownMean = Descriptive.Mean(ownRanks);
        for (int i = 0; i < ownRanks.Length; i++)
        {
            double placement = pooledRanks[i] - ownRanks[i] - mean + ownMean;
            sum += placement * placement;
        }
        return (mean, sum / (ownRanks.Length - 1));
    }

    private static double[] Distances(IReadOnlyList<double> values)
    {
        double median = Descriptive.Median(values);
        return [.. values.Select(v => Math.Abs(v - median))];
    }
}
