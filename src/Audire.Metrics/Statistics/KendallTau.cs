namespace Audire.Metrics.Statistics;

/// <summary>Kendall's τ: how many more pairs two variables order alike than contrary.</summary>
/// <remarks>Kendall 1938, 1945 (τ-b), Stuart 1953 (τ-c). Pairs are counted one by one, in time n².</remarks>
public static class KendallTau
{
    private const int ExactLimit = 33;

    /// <summary>τ-b, which corrects for ties.</summary>
    /// <param name="x">First variable.</param>
    /// <param name="y">Second variable, of the same length.</param>
    /// <param name="method">Default: exact p without ties up to 33 pairs (or nearly perfect order), else asymptotic. Exact with ties: p is NaN.</param>
    public static CorrelationResult B(IReadOnlyList<double> x, IReadOnlyList<double> y, RankMethod method = RankMethod.Auto)
    {
        var pairs = Count(x, y);
        double both = Math.Sqrt(pairs.All - pairs.TiedX) * Math.Sqrt(pairs.All - pairs.TiedY);
        double tau = pairs.All == 0 || pairs.Undefined ? double.NaN : (pairs.Concordant - pairs.Discordant) / both;
        bool ties = pairs.TiedX + pairs.TiedY > 0;
        if (method == RankMethod.Auto)
            method = !ties && (x.Count <= ExactLimit || Math.Min(pairs.Concordant, pairs.Discordant) <= 1) ? RankMethod.Exact : RankMethod.Asymptotic;
        if (method == RankMethod.Exact)
            return new(tau, double.IsNaN(tau) || ties ? double.NaN : ExactPValue(x.Count, (long)Math.Min(pairs.Concordant, pairs.Discordant)), "kendall-b-exact");
        return new(double.IsNaN(both) ? double.NaN : tau, double.IsNaN(tau) ? double.NaN : AsymptoticPValue(x, y, pairs), "kendall-b");
    }

    /// <summary>τ-c, for tables with different numbers of distinct values; no test.</summary>
    public static double C(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var pairs = Count(x, y);
        double n = x.Count, distinct = Math.Min(x.Distinct().Count(), y.Distinct().Count());
        return pairs.Undefined || distinct < 2 ? double.NaN : 2 * (pairs.Concordant - pairs.Discordant) / (n * n * (distinct - 1) / distinct);
    }

    private static Pairs Count(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Descriptive.CheckPaired(x, y);
        double concordant = 0, discordant = 0, tiedX = 0, tiedY = 0;
        for (int i = 0; i < x.Count; i++)
            for (int j = i + 1; j < x.Count; j++)
            {
                int sx = Math.Sign(x[i].CompareTo(x[j])), sy = Math.Sign(y[i].CompareTo(y[j]));
                if (sx * sy > 0) concordant++;
                else if (sx * sy < 0) discordant++;
                if (sx == 0) tiedX++;
                if (sy == 0) tiedY++;
            }
        return new(concordant, discordant, tiedX, tiedY, x.Count * (x.Count - 1.0) / 2, Descriptive.HasNaN(x) || Descriptive.HasNaN(y));
    }

    // Twice the share of permutations with at most so many inversions.
    private static double ExactPValue(int n, long inversions)
    {
        double[] shares = [1];
        for (int k = 2; k <= n; k++)
        {
            var next = new double[(int)Math.Min(inversions + 1, shares.Length + k - 1)];
            double window = 0;
            for (int i = 0; i < next.Length; i++)
            {
                window += i < shares.Length ? shares[i] : 0;
                if (i >= k) window -= i - k < shares.Length ? shares[i - k] : 0;
                next[i] = window / k;
            }
            shares = next;
        }
        return Math.Min(1, 2 * shares.Take((int)Math.Min(inversions + 1, shares.Length)).Sum());
    }

    private static double AsymptoticPValue(IReadOnlyList<double> x, IReadOnlyList<double> y, Pairs pairs)
    {
        double n = x.Count, m = n * (n - 1);
        var (x0, x1) = TieSums(x);
        var (y0, y1) = TieSums(y);
        if (n < 3) return double.NaN;
        double variance = (m * (2 * n + 5) - x1 - y1) / 18 + 2 * pairs.TiedX * pairs.TiedY / m + x0 * y0 / (9 * m * (n - 2));
        return NormalDistribution.PValue((pairs.Concordant - pairs.Discordant) / Math.Sqrt(variance), Alternative.TwoSided);
    }

    private static (double Third, double Weighted) TieSums(IReadOnlyList<double> values)
    {
        var groups = Ranks.GroupSizes(values);
        return (groups.Sum(t => t * (t - 1.0) * (t - 2.0)), groups.Sum(t => t * (t - 1.0) * (2.0 * t + 5)));
    }

    private readonly record struct Pairs(double Concordant, double Discordant, double TiedX, double TiedY, double All, bool Undefined);
}
