namespace Audire.Metrics.Statistics;

/// <summary>How the interval of a proportion is made.</summary>
/// <remarks>Brown, Cai and DasGupta 2001 compare them; Wilson is the default for good reason: it neither collapses at 0 and 1 nor overshoots.</remarks>
public enum ProportionInterval
{
    /// <summary>Wilson's score interval.</summary>
    Wilson,

    /// <summary>Wilson's with continuity correction (Newcombe 1998).</summary>
    WilsonCorrected,

    /// <summary>Clopper and Pearson's exact interval: at least the level, often far more.</summary>
    ClopperPearson,

    /// <summary>Jeffreys' interval: quantiles of Beta(k + 1/2, n − k + 1/2).</summary>
    Jeffreys,

    /// <summary>Agresti and Coull's: Wald's after adding z² pseudo-observations.</summary>
    AgrestiCoull,

    /// <summary>The textbook normal interval; empty at 0 and 1. For comparison only.</summary>
    Wald,
}

/// <summary>Proportions: how many of how many, with an interval.</summary>
/// <remarks>Stateless; safe to call from any thread.</remarks>
public static class Proportion
{
    /// <summary>The share of successes with its interval.</summary>
    /// <param name="successes">0 to <paramref name="count"/>.</param>
    /// <param name="count">Trials. With 0 trials value and interval are NaN.</param>
    /// <param name="interval">Default: Wilson.</param>
    /// <param name="level">Default 0.95.</param>
    public static Estimate Of(long successes, long count, ProportionInterval interval = ProportionInterval.Wilson, double level = Estimate.DefaultLevel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, count);
        Estimate.CheckLevel(level);
        string method = Name(interval);
        if (count == 0) return new(double.NaN, 0, double.NaN, double.NaN, method, level);

        double k = successes, n = count, alpha = 1 - level, z = NormalDistribution.Critical(level);
        var (low, high) = interval switch
        {
            ProportionInterval.Wilson => Wilson(k / n, n, z),
            ProportionInterval.WilsonCorrected => WilsonCorrected(k / n, n, z),
            ProportionInterval.ClopperPearson => (
                successes == 0 ? 0 : IncompleteBeta.Inverse(k, n - k + 1, alpha / 2),
                successes == count ? 1 : IncompleteBeta.Inverse(k + 1, n - k, 1 - alpha / 2)),
            ProportionInterval.Jeffreys => (
                IncompleteBeta.Inverse(k + 0.5, n - k + 0.5, alpha / 2), IncompleteBeta.Inverse(k + 0.5, n - k + 0.5, 1 - alpha / 2)),
            ProportionInterval.AgrestiCoull => Normal((k + z * z / 2) / (n + z * z), n + z * z, z),
            _ => Normal(k / n, n, z),
        };
        // At the edges rounding must not leave 1e-19 where the formula says 0.
        if (successes == 0 && interval != ProportionInterval.Jeffreys) low = 0;
        if (successes == count && interval != ProportionInterval.Jeffreys) high = 1;
        return new(k / n, count, Math.Clamp(low, 0, 1), Math.Clamp(high, 0, 1), method, level);
    }

    /// <summary>The share of true values with its interval.</summary>
    public static Estimate Of(IReadOnlyCollection<bool> outcomes, ProportionInterval interval = ProportionInterval.Wilson, double level = Estimate.DefaultLevel) =>
        Of(outcomes.Count(o => o), outcomes.Count, interval, level);

    /// <summary>Wilson's bounds, not clamped: also the parts of Newcombe's interval of a difference.</summary>
    internal static (double Low, double High) Wilson(double p, double n, double z)
    {
        double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.Sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return (centre - half, centre + half);
    }

    private static (double Low, double High) WilsonCorrected(double p, double n, double z)
    {
        double z2 = z * z, scale = 2 * (n + z2), q = 1 - p;
        double low = (2 * n * p + z2 - 1 - z * Math.Sqrt(z2 - 2 - 1 / n + 4 * p * (n * q + 1))) / scale;
        double high = (2 * n * p + z2 + 1 + z * Math.Sqrt(z2 + 2 - 1 / n + 4 * p * (n * q - 1))) / scale;
        return (p == 0 ? 0 : low, p == 1 ? 1 : high);
    }

    private static (double Low, double High) Normal(double p, double n, double z)
    {
        double half = z * Math.Sqrt(p * (1 - p) / n);
        return (p - half, p + half);
    }

    private static string Name(ProportionInterval interval) => interval switch
    {
        ProportionInterval.Wilson => "wilson",
        ProportionInterval.WilsonCorrected => "wilson-cc",
        ProportionInterval.ClopperPearson => "clopper-pearson",
        ProportionInterval.Jeffreys => "jeffreys",
        ProportionInterval.AgrestiCoull => "agresti-coull",
        _ => "wald",
    };
}
