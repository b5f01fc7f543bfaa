using Audire.Metrics.Randomness;

namespace Audire.Metrics.Statistics;

/// <summary>How an interval is read from resampled values.</summary>
public enum BootstrapInterval
{
    /// <summary>Quantiles corrected for bias and skew (Efron 1987). The default.</summary>
    Bca,

    /// <summary>Quantiles of the resampled values.</summary>
    Percentile,

    /// <summary>Quantiles mirrored about the estimate.</summary>
    Basic,
}

/// <summary>How a bootstrap draws.</summary>
/// <param name="Resamples">How many samples are drawn. Default 2000.</param>
/// <param name="Level">Level of the interval. Default 0.95.</param>
/// <param name="Interval">Default BCa.</param>
/// <param name="Seed">Seed of the stream: the same seed gives the same interval on every machine. Default 0.</param>
public sealed record BootstrapOptions(
    int Resamples = 2000, double Level = Estimate.DefaultLevel, BootstrapInterval Interval = BootstrapInterval.Bca, ulong Seed = 0)
{
    /// <summary>The defaults.</summary>
    public static BootstrapOptions Default { get; } = new();
}

/// <summary>Intervals by resampling, for any statistic of items or of clusters of items.</summary>
/// <remarks>
/// Efron and Tibshirani 1993. Items of one speaker or one clip are not independent: give their key, and whole clusters are drawn.
/// Deterministic for a seed. Stateless; safe to call from any thread.
/// </remarks>
public static class Bootstrap
{
    /// <summary>A statistic of independent items.</summary>
    /// <param name="items">The sample.</param>
    /// <param name="statistic">Its value for any multiset of the items.</param>
    /// <param name="options">Default: BCa, 95 %, 2000 resamples, seed 0.</param>
    /// <returns>Bounds equal the value where all resamples give it; NaN below two items.</returns>
    public static Estimate Of<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> statistic, BootstrapOptions? options = null)
    {
        options ??= BootstrapOptions.Default;
        Estimate.CheckLevel(options.Level);
        double value = statistic(items);
        string method = "bootstrap-" + Name(options.Interval);
        if (items.Count < 2) return new(value, items.Count, double.NaN, double.NaN, method, options.Level);

        var replicates = Replicates(items, statistic, Draws(items.Count, options));
        double[] jackknife = options.Interval == BootstrapInterval.Bca ? Jackknife(items, statistic) : [];
        var (low, high) = Bounds(value, replicates, jackknife, options.Level, options.Interval);
        return new(value, items.Count, low, high, method, options.Level);
    }

    /// <summary>A statistic of items that come in clusters (all clips of a speaker): clusters are drawn whole.</summary>
    /// <param name="items">The sample.</param>
    /// <param name="cluster">What an item belongs to.</param>
    /// <param name="statistic">Its value for any multiset of the items.</param>
    /// <param name="options">Default: BCa, 95 %, 2000 resamples, seed 0.</param>
    /// <returns>The estimate; <see cref="Estimate.Count"/> is the number of clusters.</returns>
    public static Estimate Clustered<T, TKey>(
        IEnumerable<T> items, Func<T, TKey> cluster, Func<IReadOnlyList<T>, double> statistic, BootstrapOptions? options = null)
    {
        T[][] clusters = [.. items.GroupBy(cluster).Select(group => group.ToArray())];
        var estimate = Of(clusters, drawn => statistic([.. drawn.SelectMany(c => c)]), options);
        return estimate with { Method = estimate.Method + "-clustered" };
    }

    /// <summary>A ratio of sums, such as a corpus word error rate (errors over words), of independent items.</summary>
    public static Estimate Ratio(IReadOnlyList<RatioTerm> terms, BootstrapOptions? options = null) => Of(terms, RatioTerm.Of, options);

    /// <summary>A ratio of sums of items that come in clusters.</summary>
    public static Estimate ClusteredRatio<TKey>(IReadOnlyList<RatioTerm> terms, IReadOnlyList<TKey> keys, BootstrapOptions? options = null)
        where TKey : notnull
    {
        if (terms.Count != keys.Count) throw new ArgumentException($"{terms.Count} terms need as many keys, not {keys.Count}.", nameof(keys));
        // Sums within a cluster never change, so they are taken once.
        RatioTerm[] sums = [.. terms.Zip(keys).GroupBy(pair => pair.Second)
            .Select(group => new RatioTerm(group.Sum(pair => pair.First.Numerator), group.Sum(pair => pair.First.Denominator)))];
        var estimate = Ratio(sums, options);
        return estimate with { Method = estimate.Method + "-clustered" };
    }

    /// <summary>The statistic of each drawn sample.</summary>
    internal static double[] Replicates<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> statistic, IEnumerable<int[]> draws)
    {
        var sample = new T[items.Count];
        var replicates = new List<double>();
        foreach (int[] draw in draws)
        {
            for (int i = 0; i < draw.Length; i++) sample[i] = items[draw[i]];
            replicates.Add(statistic(sample));
        }
        return [.. replicates];
    }

    /// <summary>The statistic of the sample without each item in turn.</summary>
    internal static double[] Jackknife<T>(IReadOnlyList<T> items, Func<IReadOnlyList<T>, double> statistic)
    {
        var values = new double[items.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int left = i;
            values[i] = statistic([.. items.Where((_, j) => j != left)]);
        }
        return values;
    }

    /// <summary>How fast the standard error changes with the estimate: a sixth of the skew of the jackknife values.</summary>
    internal static double Acceleration(double[] jackknife)
    {
        double mean = Descriptive.Mean(jackknife), square = 0, cube = 0;
        foreach (double value in jackknife)
        {
            double d = mean - value;
            square += d * d;
            cube += d * d * d;
        }
        return square == 0 ? 0 : cube / (6 * Math.Pow(square, 1.5));
    }

    /// <summary>The interval from resampled values.</summary>
    internal static (double Low, double High) Bounds(double value, double[] replicates, double[] jackknife, double level, BootstrapInterval interval)
    {
        double[] sorted = [.. replicates];
        Array.Sort(sorted);
        double lowLevel = (1 - level) / 2, highLevel = 1 - lowLevel;
        if (interval == BootstrapInterval.Bca && sorted[0] != sorted[^1])
            (lowLevel, highLevel) = BcaLevels(Bias(value, sorted), Acceleration(jackknife), lowLevel);
        double low = Descriptive.QuantileOfSorted(sorted, lowLevel), high = Descriptive.QuantileOfSorted(sorted, highLevel);
        return interval == BootstrapInterval.Basic ? (2 * value - high, 2 * value - low) : (low, high);
    }

    /// <summary>The bias correction z₀; replicates equal to the estimate count half.</summary>
    internal static double Bias(double value, double[] replicates)
    {
        double below = replicates.Count(r => r < value) + 0.5 * replicates.Count(r => r == value);
        // Where the estimate lies outside all replicates z₀ is infinite and no level would be left: half a replicate bounds it.
        return NormalDistribution.Quantile(Math.Clamp(below, 0.5, replicates.Length - 0.5) / replicates.Length);
    }

    /// <summary>The levels at which BCa reads the quantiles.</summary>
    internal static (double Low, double High) BcaLevels(double bias, double acceleration, double tail)
    {
        double Level(double z) => NormalDistribution.Cdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
        double z = NormalDistribution.Quantile(tail);
        return (Level(z), Level(-z));
    }

    private static IEnumerable<int[]> Draws(int count, BootstrapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Resamples, 1, nameof(options));
        var random = new NumpyGenerator(options.Seed);
        for (int i = 0; i < options.Resamples; i++) yield return random.ChoiceWithReplacement(count, count);
    }

    private static string Name(BootstrapInterval interval) => interval switch
    {
        BootstrapInterval.Bca => "bca",
        BootstrapInterval.Percentile => "percentile",
        _ => "basic",
    };
}

/// <summary>What one item adds to a ratio of sums.</summary>
/// <param name="Numerator">Such as its word errors.</param>
/// <param name="Denominator">Such as its words.</param>
public readonly record struct RatioTerm(double Numerator, double Denominator)
{
    /// <summary>The sum of numerators over the sum of denominators; NaN where that is 0.</summary>
    public static double Of(IReadOnlyList<RatioTerm> terms)
    {
        double numerator = 0, denominator = 0;
        foreach (var term in terms)
        {
            numerator += term.Numerator;
            denominator += term.Denominator;
        }
        return denominator == 0 ? double.NaN : numerator / denominator;
    }
}
