using Audire.Evaluation.Runs;

namespace Audire.Evaluation.Boards;

/// <summary>Systems compared in pairs in the main number of a scenario, over the instances that both have a score for.</summary>
internal static class DifferenceBuilder
{
    public static IEnumerable<PairedDifference> Build(ScenarioTable table, IReadOnlyList<string> systems)
    {
        var (metric, _) = table.Main;
        var scored = systems.Where(table.Items.ContainsKey).Select(system => (
            System: system,
            Items: table.Overall(system).Where(item => item.Scores.ContainsKey(metric.Name)).ToDictionary(item => item.Instance, StringComparer.Ordinal))).ToArray();
        for (int i = 0; i < scored.Length; i++)
        {
            for (int j = i + 1; j < scored.Length; j++)
            {
                var common = scored[i].Items.Keys.Where(scored[j].Items.ContainsKey).ToArray();
                var difference = new Difference(
                    table.MainStatistic(common.Select(id => scored[i].Items[id])), table.MainStatistic(common.Select(id => scored[j].Items[id])));
                var estimate = table.Bootstrap.Estimate(difference);
                bool? firstIsMore = estimate switch { { Low: > 0 } => true, { High: < 0 } => false, _ => null };
                yield return new PairedDifference(
                    table.Scenario.Name, table.Scenario.Main, scored[i].System, scored[j].System, estimate.Value, estimate.Low, estimate.High,
                    estimate.Interval, common.Length, firstIsMore is { } more ? (more == metric.HigherIsBetter ? scored[i].System : scored[j].System) : null);
            }
        }
    }
}
