using Audire.Evaluation.Runs;
using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Boards;

/// <summary>One scenario of a run: what every system scored on every instance, and the resamples all its numbers share.</summary>
internal sealed class ScenarioTable
{
    private readonly Dictionary<string, int> _clusters;

    /// <summary>Gathers a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="items">System to items.</param>
    public ScenarioTable(ScenarioRecord scenario, IReadOnlyDictionary<string, IReadOnlyList<ScoredItem>> items)
    {
        Scenario = scenario;
        Items = items;
        var names = items.Values.SelectMany(list => list).Select(ClusterOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        _clusters = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        var unit = scenario.Scoring.Cluster is { Length: > 0 } cluster ? cluster : "instance";
        Bootstrap = new ClusterBootstrap(unit, names.Length, scenario.Name);
    }

    /// <summary>The scenario.</summary>
    public ScenarioRecord Scenario { get; }

    /// <summary>System to items.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<ScoredItem>> Items { get; }

    /// <summary>The resamples.</summary>
    public ClusterBootstrap Bootstrap { get; }

    /// <summary>The metric of the main number, and the group whose worst value it is; empty for the overall value.</summary>
    public (IScore Metric, string WorstOf) Main
    {
        get
        {
            var parts = Scenario.Main.Split('@');
            return (Scores.ByName(parts[0]), parts.Length > 1 ? parts[1][..parts[1].LastIndexOf(':')] : "");
        }
    }

    /// <summary>Instances that overall numbers cover: all but twins that only a comparison needs.</summary>
    public IEnumerable<ScoredItem> Overall(string system) => Items[system].Where(item => !IsTwinOnly(item));

    /// <summary>The main number of some instances.</summary>
    public IStatistic MainStatistic(IEnumerable<ScoredItem> items)
    {
        var (metric, worstOf) = Main;
        if (worstOf.Length == 0) return Mean(items, metric);
        var groups = items.Where(item => item.Group(worstOf).Length > 0).GroupBy(item => item.Group(worstOf), StringComparer.Ordinal);
        return new WorstGroup([.. groups.OrderBy(g => g.Key, StringComparer.Ordinal).Select(group => Mean(group, metric))], metric.HigherIsBetter);
    }

    /// <summary>A metric over some instances: the weighted mean of its scores, or what a metric of a corpus makes of them together.</summary>
    public IStatistic Mean(IEnumerable<ScoredItem> items, IScore metric) =>
        Statistic(metric, [.. items.Where(item => item.Scores.ContainsKey(metric.Name)).Select(item => (_clusters[ClusterOf(item)], item.Scores[metric.Name]))]);

    private static IStatistic Statistic(IScore metric, IReadOnlyList<(int Cluster, InstanceScore Score)> points) => metric is ICorpusScore corpus
        ? new CorpusValue(corpus, points) : new WeightedMean([.. points.Select(point => new Point(point.Cluster, point.Score.Value, point.Score.Weight))]);

    private string ClusterOf(ScoredItem item) => Scenario.Scoring.Cluster is { Length: > 0 } cluster && item.Group(cluster) is { Length: > 0 } value
        ? value : item.Instance;

    /// <summary>The mean of a metric over some instances with its interval.</summary>
    /// <remarks>
    /// Where all are of one cluster (one reader), nothing can be said of others, but still something of other sentences of that reader: then
    /// instances are drawn, and the interval's name says so.
    /// </remarks>
    public CellEstimate Estimate(IReadOnlyList<ScoredItem> items, IScore metric)
    {
        var mean = Mean(items, metric);
        if (mean.ClusterCount != 1 || mean.Count < 2) return Bootstrap.Estimate(mean);
        var scored = items.Where(item => item.Scores.ContainsKey(metric.Name)).Select(item => item.Scores[metric.Name]);
        return new ClusterBootstrap("instance", mean.Count, Scenario.Name).Estimate(Statistic(metric, [.. scored.Select((score, i) => (i, score))]));
    }

    private bool IsTwinOnly(ScoredItem item) => Scenario.Scoring.Compare is { OnlyTwins: true } compare && item.Group(compare.By) == compare.Against;
}
