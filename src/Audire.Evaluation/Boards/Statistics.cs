using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Boards;

/// <summary>A number computed from scored instances, under given multiplicities of their clusters.</summary>
internal interface IStatistic
{
    /// <summary>The value when each cluster counts as often as <paramref name="times"/> says; null where nothing is left.</summary>
    double? Value(ReadOnlySpan<ushort> times);

    /// <summary>Distinct clusters it depends on.</summary>
    int ClusterCount { get; }

    /// <summary>Instances it depends on.</summary>
    int Count { get; }
}

/// <summary>One scored instance.</summary>
/// <param name="Cluster">The index of its cluster.</param>
/// <param name="Value">Its score.</param>
/// <param name="Weight">What it weighs.</param>
internal readonly record struct Point(int Cluster, double Value, double Weight);

/// <summary>The weighted mean of scores: a mean where weights are 1, a corpus rate where they are lengths.</summary>
internal sealed class WeightedMean(IReadOnlyList<Point> points) : IStatistic
{
    private readonly Point[] _points = [.. points];

    public int ClusterCount { get; } = points.Select(p => p.Cluster).Distinct().Count();

    public int Count => _points.Length;

    public double? Value(ReadOnlySpan<ushort> times)
    {
        double sum = 0, weight = 0;
        foreach (var point in _points)
        {
            double share = times[point.Cluster] * point.Weight;
            sum += share * point.Value;
            weight += share;
        }

        return weight > 0 ? sum / weight : null;
    }
}

/// <summary>A metric of a corpus: a function of what was counted in all answers together.</summary>
internal sealed class CorpusValue : IStatistic
{
    private readonly ICorpusScore _score;
    private readonly (int Cluster, double[] Sums)[] _clusters;
    private readonly int _width;

    public CorpusValue(ICorpusScore score, IReadOnlyList<(int Cluster, InstanceScore Score)> points)
    {
        _score = score;
        Count = points.Count;
        _width = points.Count == 0 ? 0 : points[0].Score.Counts!.Length;
        // Sums within a cluster never change, so they are taken once.
        _clusters = [.. points.GroupBy(point => point.Cluster).Select(group => (group.Key, Sums(group)))];
    }

    public int ClusterCount => _clusters.Length;

    public int Count { get; }

    public double? Value(ReadOnlySpan<ushort> times)
    {
        var sums = new double[_width];
        bool any = false;
        foreach (var (cluster, counts) in _clusters)
        {
            if (times[cluster] == 0) continue;
            any = true;
            for (int i = 0; i < sums.Length; i++) sums[i] += times[cluster] * counts[i];
        }

        return any ? _score.Value(sums) : null;
    }

    private double[] Sums(IEnumerable<(int Cluster, InstanceScore Score)> points)
    {
        var sums = new double[_width];
        foreach (var (_, score) in points)
            for (int i = 0; i < sums.Length; i++) sums[i] += score.Counts![i];
        return sums;
    }
}

/// <summary>The worst of several groups' values.</summary>
internal sealed class WorstGroup(IReadOnlyList<IStatistic> groups, bool higherIsBetter) : IStatistic
{
    public int ClusterCount => groups.Count == 0 ? 0 : groups.Min(group => group.ClusterCount);

    public int Count => groups.Sum(group => group.Count);

    public double? Value(ReadOnlySpan<ushort> times)
    {
        double? worst = null;
        foreach (var group in groups)
        {
            // A resample without one of the groups says nothing about the worst of all.
            if (group.Value(times) is not { } value) return null;
            if (worst is null || (higherIsBetter ? value < worst : value > worst)) worst = value;
        }

        return worst;
    }
}

/// <summary>One statistic minus another.</summary>
internal sealed class Difference(IStatistic left, IStatistic right) : IStatistic
{
    public int ClusterCount => Math.Min(left.ClusterCount, right.ClusterCount);

    public int Count => left.Count + right.Count;

    public double? Value(ReadOnlySpan<ushort> times) => left.Value(times) - right.Value(times);
}
