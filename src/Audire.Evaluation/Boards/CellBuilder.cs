using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;
using Audire.Metrics.Statistics;

namespace Audire.Evaluation.Boards;

/// <summary>The cells of a scenario: every metric over all instances and over each slice, the comparison of groups, and the main number.</summary>
internal static class CellBuilder
{
    /// <summary>All cells of one system.</summary>
    public static IEnumerable<Cell> Build(ScenarioTable table, string system)
    {
        var overall = table.Overall(system).ToArray();
        var rules = table.Scenario.Scoring;
        foreach (var metric in rules.Metrics.Select(Scores.ByName)) yield return Value(table, system, metric.Name, metric, overall);
        foreach (var slice in rules.Slices)
        {
            var groups = table.Items[system].Where(item => item.Group(slice).Length > 0).GroupBy(item => item.Group(slice), StringComparer.Ordinal);
            foreach (var group in groups.OrderBy(g => g.Key, StringComparer.Ordinal))
                foreach (var metric in rules.Metrics.Select(Scores.ByName))
                    yield return Value(table, system, $"{metric.Name}@{slice}:{group.Key}", metric, [.. group]);
        }

        if (table.Main is (var main, { Length: > 0 })) yield return Worst(table, system, main, overall);
        if (rules.Compare is { } compare)
            foreach (var cell in Comparison(table, system, compare, Scores.ByName(rules.Metrics[0]))) yield return cell;
    }

    private static Cell Value(ScenarioTable table, string system, string name, IScore metric, ScoredItem[] items) => Cell(
        table, system, name, metric.HigherIsBetter, metric.IsProportion ? Share(items, metric) : table.Estimate(items, metric), Counts.Of(items, metric));

    private static Cell Worst(ScenarioTable table, string system, IScore metric, ScoredItem[] items) => Cell(
        table, system, table.Scenario.Main, metric.HigherIsBetter, table.Bootstrap.Estimate(table.MainStatistic(items)), Counts.Of(items, metric));

    private static IEnumerable<Cell> Comparison(ScenarioTable table, string system, GroupComparison compare, IScore metric)
    {
        var groups = table.Items[system].Where(item => item.Group(compare.By).Length > 0).ToLookup(item => item.Group(compare.By), StringComparer.Ordinal);
        foreach (var group in groups.Where(g => g.Key != compare.Against).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            ScoredItem[] ours = [.. group], theirs = [.. groups[compare.Against]];
            var counts = Counts.Of([.. ours, .. theirs], metric);
            if (compare.Pair.Length > 0)
            {
                (ours, theirs) = Twins(ours, theirs, compare.Pair, metric);
                // Twins are one observation; who has no twin with a score is missing.
                counts = counts with { Scored = ours.Length, Missing = counts.Missing + counts.Scored - ours.Length - theirs.Length };
            }

            // A gap between people has no better direction; what noise adds is the less the better.
            bool? direction = compare.OnlyTwins ? metric.HigherIsBetter : null;
            var difference = new Difference(table.Mean(ours, metric), table.Mean(theirs, metric));
            yield return Cell(table, system, $"{metric.Name}@{compare.By}:{group.Key}-{compare.Against}", direction, table.Bootstrap.Estimate(difference), counts);
        }
    }

    private static (ScoredItem[] Ours, ScoredItem[] Theirs) Twins(ScoredItem[] ours, ScoredItem[] theirs, string pair, IScore metric)
    {
        HashSet<string> Pairs(ScoredItem[] items) => [.. items.Where(item => item.Scores.ContainsKey(metric.Name)).Select(item => item.Group(pair))];
        var common = Pairs(ours);
        common.IntersectWith(Pairs(theirs));
        return ([.. ours.Where(item => common.Contains(item.Group(pair)))], [.. theirs.Where(item => common.Contains(item.Group(pair)))]);
    }

    private static CellEstimate Share(ScoredItem[] items, IScore metric)
    {
        var scores = items.Where(item => item.Scores.ContainsKey(metric.Name)).Select(item => item.Scores[metric.Name].Value).ToArray();
        if (scores.Length == 0) return CellEstimate.None;
        var share = Proportion.Of(scores.Count(score => score == 1), scores.Length);
        return new CellEstimate(share.Value, share.Low, share.High, share.Method);
    }

    private static Cell Cell(ScenarioTable table, string system, string name, bool? higherIsBetter, CellEstimate estimate, Counts counts) => new(
        system, table.Scenario.Name, table.Scenario.Aspect, name, higherIsBetter, estimate.Value, estimate.Low, estimate.High, estimate.Interval,
        counts.Scored, counts.Missing, counts.Failed)
    { Main = name == table.Scenario.Main };

    private readonly record struct Counts(int Scored, int Missing, int Failed)
    {
        public static Counts Of(ScoredItem[] items, IScore metric)
        {
            int failed = items.Count(item => item.Failed), scored = items.Count(item => item.Scores.ContainsKey(metric.Name));
            return new Counts(scored, items.Length - failed - scored, failed);
        }
    }
}
