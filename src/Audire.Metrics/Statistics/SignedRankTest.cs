namespace Audire.Metrics.Statistics;

/// <summary>What becomes of pairs without a difference.</summary>
public enum ZeroRule
{
    /// <summary>They are left out before ranking (Wilcoxon 1945). The default.</summary>
    Wilcoxon,

    /// <summary>They are ranked, then left out (Pratt 1959); asymptotic only.</summary>
    Pratt,

    /// <summary>They are ranked and count half to each side; asymptotic only.</summary>
    Split,
}

/// <summary>Wilcoxon's signed rank test of paired samples.</summary>
public static class SignedRankTest
{
    private const int ExactLimit = 50;

    /// <summary>Tests whether differences (first minus second) are symmetric about 0.</summary>
    /// <param name="a">First of each pair.</param>
    /// <param name="b">Second of each pair.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="method">Default: exact up to 50 pairs without ties and zeros. The exact distribution knows the Wilcoxon zero rule only.</param>
    /// <param name="zeros">Default: pairs without a difference are left out.</param>
    /// <returns>The smaller rank sum (two-sided) or that of the positive differences; p is 1 where no pair differs, NaN without pairs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length, or an exact p is asked with another zero rule.</exception>
    public static TestOutcome Test(IReadOnlyList<double> a, IReadOnlyList<double> b, Alternative alternative = Alternative.TwoSided,
        RankMethod method = RankMethod.Auto, ZeroRule zeros = ZeroRule.Wilcoxon)
    {
        if (method == RankMethod.Exact && zeros != ZeroRule.Wilcoxon)
            throw new ArgumentException("The exact distribution leaves zero differences out: use the Wilcoxon zero rule with it.", nameof(zeros));
        double[] differences = Descriptive.Differences(a, b);
        if (differences.Length == 0 || Descriptive.HasNaN(differences)) return new(double.NaN, double.NaN, "wilcoxon");
        if (zeros == ZeroRule.Wilcoxon) differences = [.. differences.Where(d => d != 0)];

        double[] sizes = [.. differences.Select(Math.Abs)];
        double[] ranks = Ranks.Of(sizes);
        double plus = 0, minus = 0, zero = 0;
        for (int i = 0; i < ranks.Length; i++)
            if (differences[i] > 0) plus += ranks[i];
            else if (differences[i] < 0) minus += ranks[i];
            else zero += ranks[i];
        if (zeros == ZeroRule.Split) (plus, minus) = (plus + zero / 2, minus + zero / 2);
        double statistic = alternative == Alternative.TwoSided ? Math.Min(plus, minus) : plus;
        if (differences.All(d => d == 0)) return new(statistic, 1, "wilcoxon-no-differences");

        if (method == RankMethod.Auto)
            method = ranks.Length <= ExactLimit && zeros == ZeroRule.Wilcoxon && Ranks.GroupSizes(sizes).TrueForAll(size => size == 1)
                ? RankMethod.Exact : RankMethod.Asymptotic;
        return method == RankMethod.Exact
            ? new(statistic, ExactPValue(ranks.Length, plus, alternative), "wilcoxon-exact")
            : new(statistic, AsymptoticPValue(differences, sizes, plus, alternative, method, zeros), "wilcoxon-asymptotic");
    }

    // Half-integral sums (ties) are rounded towards the larger p on both sides.
    private static double ExactPValue(int n, double plus, Alternative alternative)
    {
        double[] shares = [1]; // distribution of the sum of a random subset of 1..k
        for (int k = 1; k <= n; k++)
        {
            var next = new double[shares.Length + k];
            for (int i = 0; i < shares.Length; i++)
            {
                next[i] += shares[i] / 2;
                next[i + k] += shares[i] / 2;
            }
            shares = next;
        }
        double less = shares.Take((int)Math.Ceiling(plus) + 1).Sum(), greater = shares.Skip((int)Math.Floor(plus)).Sum();
        return Math.Min(1, alternative switch { Alternative.Less => less, Alternative.Greater => greater, _ => 2 * Math.Min(less, greater) });
    }

    private static double AsymptoticPValue(
        double[] differences, double[] sizes, double plus, Alternative alternative, RankMethod method, ZeroRule zeroRule)
    {
        double n = differences.Length, zeros = zeroRule == ZeroRule.Pratt ? differences.Count(d => d == 0) : 0;
        double mean = (n * (n + 1) - zeros * (zeros + 1)) / 4;
        double ties = Ranks.TieTerm(Ranks.GroupSizes(zeroRule == ZeroRule.Pratt ? [.. sizes.Where(s => s != 0)] : sizes));
        double variance = (n * (n + 1) * (2 * n + 1) - zeros * (zeros + 1) * (2 * zeros + 1) - ties / 2) / 24;
        double gap = plus - mean;
        if (method == RankMethod.Asymptotic)
            gap -= 0.5 * alternative switch { Alternative.Greater => 1, Alternative.Less => -1, _ => Math.Sign(gap) };
        return NormalDistribution.PValue(gap / Math.Sqrt(variance), alternative);
    }
}
