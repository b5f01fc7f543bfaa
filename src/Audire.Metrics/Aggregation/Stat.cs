namespace Audire.Metrics.Aggregation;

/// <summary>Running sums of a metric, as HELM keeps them: what its stats files hold.</summary>
/// <param name="Count">Values added.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="SumSquared">The sum of their squares.</param>
/// <param name="Min">The smallest; null of nothing.</param>
/// <param name="Max">The largest; null of nothing.</param>
/// <remarks>
/// Immutable. Two ways of pooling runs differ and both are in use: merging keeps every value (<em>micro</em>); merging after
/// <see cref="TakeMean"/> gives every run the same weight (<em>macro</em>).
/// </remarks>
public sealed record Stat(long Count, double Sum, double SumSquared, double? Min, double? Max)
{
    /// <summary>Nothing yet.</summary>
    public static Stat Empty { get; } = new(0, 0, 0, null, null);

    /// <summary>The mean; null of nothing.</summary>
    public double? Mean => Count == 0 ? null : Sum / Count;

    /// <summary>Population variance, not below 0; null of nothing.</summary>
    public double? Variance => Count == 0 ? null : Math.Max(0, SumSquared / Count - Mean!.Value * Mean.Value);

    /// <summary>Population standard deviation; null of nothing.</summary>
    public double? StandardDeviation => Variance is { } variance ? Math.Sqrt(variance) : null;

    /// <summary>The sums of values; missing ones are left out.</summary>
    public static Stat Of(IEnumerable<double?> values) => values.Aggregate(Empty, (stat, value) => stat.Add(value));

    /// <summary>With one more value; a missing one changes nothing.</summary>
    public Stat Add(double? value) => value is not { } x ? this
        : new(Count + 1, Sum + x, SumSquared + x * x, Math.Min(Min ?? x, x), Math.Max(Max ?? x, x));

    /// <summary>The sums of both.</summary>
    public Stat Merge(Stat other) => other.Count == 0 ? this : Count == 0 ? other
        : new(Count + other.Count, Sum + other.Sum, SumSquared + other.SumSquared, Math.Min(Min!.Value, other.Min!.Value), Math.Max(Max!.Value, other.Max!.Value));

    /// <summary>A stat that holds the mean as its only value; of nothing, nothing.</summary>
    public Stat TakeMean() => Mean is { } mean ? Empty.Add(mean) : this;
}
