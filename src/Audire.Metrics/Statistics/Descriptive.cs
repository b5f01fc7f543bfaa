namespace Audire.Metrics.Statistics;

/// <summary>Means, spreads and quantiles of a sample.</summary>
/// <remarks>NaN in gives NaN out. Stateless; safe to call from any thread.</remarks>
public static class Descriptive
{
    /// <summary>The arithmetic mean; NaN of nothing.</summary>
    public static double Mean(IReadOnlyCollection<double> values) => values.Count == 0 ? double.NaN : Sum(values) / values.Count;

    /// <summary>The sum with what rounding loses on the way (Neumaier 1974), so that the order of values hardly matters.</summary>
    public static double Sum(IEnumerable<double> values)
    {
        double sum = 0, lost = 0;
        foreach (double value in values)
        {
            double next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
        return double.IsFinite(lost) ? sum + lost : sum;
    }

    /// <summary>The sum of squared distances to the mean.</summary>
    public static double SumOfSquares(IReadOnlyCollection<double> values)
    {
        double mean = Mean(values), sum = 0;
        foreach (double value in values) sum += (value - mean) * (value - mean);
        return sum;
    }

    /// <summary>Sample variance, divided by n − 1; NaN below two values.</summary>
    public static double Variance(IReadOnlyCollection<double> values) =>
        values.Count < 2 ? double.NaN : SumOfSquares(values) / (values.Count - 1);

    /// <summary>Population variance, divided by n; NaN of nothing.</summary>
    public static double PopulationVariance(IReadOnlyCollection<double> values) =>
        values.Count == 0 ? double.NaN : SumOfSquares(values) / values.Count;

    /// <summary>Sample standard deviation.</summary>
    public static double StandardDeviation(IReadOnlyCollection<double> values) => Math.Sqrt(Variance(values));

    /// <summary>Standard error of the mean.</summary>
    public static double StandardError(IReadOnlyCollection<double> values) => Math.Sqrt(Variance(values) / values.Count);

    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    public static double Median(IReadOnlyCollection<double> values) => Quantile(values, 0.5);

    /// <summary>A quantile of a sample.</summary>
    /// <param name="values">In any order.</param>
    /// <param name="q">0 to 1.</param>
    /// <param name="rule">Default: linear interpolation.</param>
    public static double Quantile(IReadOnlyCollection<double> values, double q, QuantileRule rule = QuantileRule.Linear)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return QuantileOfSorted(sorted, q, rule);
    }

    /// <summary>A quantile of a sample that is sorted already; NaN of nothing or where a value is NaN.</summary>
    public static double QuantileOfSorted(ReadOnlySpan<double> sorted, double q, QuantileRule rule = QuantileRule.Linear)
    {
        if (!(q >= 0 && q <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile lies between 0 and 1.");
        if (sorted.IsEmpty || double.IsNaN(sorted[0])) return double.NaN; // NaN sorts first
        int n = sorted.Length;
        if (rule == QuantileRule.InvertedCdf) return sorted[Math.Clamp((int)Math.Ceiling(q * n) - 1, 0, n - 1)];

        double position = Math.Clamp(rule == QuantileRule.Hazen ? q * n - 0.5 : q * (n - 1), 0, n - 1);
        int below = (int)position, above = Math.Min(below + 1, n - 1);
        double fraction = position - below;
        return fraction == 0 ? sorted[below] : sorted[below] + fraction * (sorted[above] - sorted[below]);
    }

    internal static bool HasNaN(IReadOnlyCollection<double> values) => values.Any(double.IsNaN);

    internal static void CheckPaired(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        if (a.Count != b.Count) throw new ArgumentException($"Paired samples must have the same length, not {a.Count} and {b.Count}.", nameof(b));
    }

    internal static double[] Differences(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        CheckPaired(a, b);
        var differences = new double[a.Count];
        for (int i = 0; i < differences.Length; i++) differences[i] = a[i] - b[i];
        return differences;
    }
}

/// <summary>How a quantile between two values of a sample is read.</summary>
/// <remarks>Hyndman and Fan 1996.</remarks>
public enum QuantileRule
{
    /// <summary>Interpolation between the values at (n − 1)q: their type 7, numpy's and R's default.</summary>
    Linear,

    /// <summary>Interpolation at nq − 1/2: their type 5.</summary>
    Hazen,

    /// <summary>The smallest value at which the empirical distribution reaches q: their type 1.</summary>
    InvertedCdf,
}
