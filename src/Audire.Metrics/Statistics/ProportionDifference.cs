namespace Audire.Metrics.Statistics;

/// <summary>How the interval of a difference of two proportions is made.</summary>
public enum DifferenceInterval
{
    /// <summary>Newcombe's hybrid of two Wilson intervals (1998). The default.</summary>
    Newcombe,

    /// <summary>Agresti and Caffo's: Wald's after adding one success and one failure to each group.</summary>
    AgrestiCaffo,

    /// <summary>The textbook normal interval; empty where both proportions are 0 or 1.</summary>
    Wald,
}

/// <summary>Two independent proportions compared.</summary>
public static class ProportionDifference
{
    /// <summary>First proportion minus second, with its interval; all NaN where a group is empty.</summary>
    public static Estimate Of(long successes1, long count1, long successes2, long count2,
        DifferenceInterval interval = DifferenceInterval.Newcombe, double level = Estimate.DefaultLevel)
    {
        Estimate.CheckLevel(level);
        double n1 = count1, n2 = count2, p1 = successes1 / n1, p2 = successes2 / n2, z = NormalDistribution.Critical(level);
        double low, high;
        switch (interval)
        {
            case DifferenceInterval.Newcombe:
                var (low1, high1) = Proportion.Wilson(p1, n1, z);
                var (low2, high2) = Proportion.Wilson(p2, n2, z);
                low = p1 - p2 - Hypotenuse(p1 - low1, high2 - p2);
                high = p1 - p2 + Hypotenuse(high1 - p1, p2 - low2);
                break;
            case DifferenceInterval.AgrestiCaffo:
                (low, high) = Normal((successes1 + 1) / (n1 + 2), n1 + 2, (successes2 + 1) / (n2 + 2), n2 + 2, z);
                break;
            default:
                (low, high) = Normal(p1, n1, p2, n2, z);
                break;
        }
        if (count1 == 0 || count2 == 0) low = high = double.NaN;
        string method = interval switch { DifferenceInterval.Newcombe => "newcombe", DifferenceInterval.AgrestiCaffo => "agresti-caffo", _ => "wald" };
        return new(p1 - p2, count1 + count2, low, high, method, level);
    }

    /// <summary>The z test of equal proportions.</summary>
    /// <param name="successes1">Of the first group.</param>
    /// <param name="count1">Size of the first group.</param>
    /// <param name="successes2">Of the second group.</param>
    /// <param name="count2">Size of the second group.</param>
    /// <param name="alternative">Default two-sided.</param>
    /// <param name="pooled">Whether the error is that of one common proportion. Default true.</param>
    /// <returns>z 0 and p 1 where all trials of both groups end alike; NaN where a group is empty.</returns>
    public static TestOutcome Test(
        long successes1, long count1, long successes2, long count2, Alternative alternative = Alternative.TwoSided, bool pooled = true)
    {
        double n1 = count1, n2 = count2, p1 = successes1 / n1, p2 = successes2 / n2, p = (successes1 + successes2) / (n1 + n2);
        string method = pooled ? "z-pooled" : "z-unpooled";
        if (count1 > 0 && count2 > 0 && p is 0 or 1) return new(0, 1, method);
        double variance = pooled ? p * (1 - p) * (1 / n1 + 1 / n2) : p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2;
        double z = variance > 0 ? (p1 - p2) / Math.Sqrt(variance) : double.NaN;
        return new(z, NormalDistribution.PValue(z, alternative), method);
    }

    private static (double Low, double High) Normal(double p1, double n1, double p2, double n2, double z)
    {
        double half = z * Math.Sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
        return (p1 - p2 - half, p1 - p2 + half);
    }

    private static double Hypotenuse(double x, double y) => Math.Sqrt(x * x + y * y);
}
