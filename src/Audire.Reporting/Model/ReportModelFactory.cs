using Audire.Evaluation.Runs;
using Audire.Reporting.Pictures;

namespace Audire.Reporting.Model;

/// <summary>Turns a run's records into what the pages show. Every number is taken over; none is computed here but counts.</summary>
public static class ReportModelFactory
{
    /// <summary>Builds the model.</summary>
    /// <param name="spec">What the run is.</param>
    /// <param name="stats">Its numbers.</param>
    /// <param name="items">Every answered or failed instance, in the run's order.</param>
    /// <param name="clips">What is drawn of each clip, by hash.</param>
    public static ReportModel Create(
        RunSpec spec, RunStats stats, IEnumerable<ItemRecord> items, IReadOnlyDictionary<string, ClipPicture> clips)
    {
        var systems = Systems(spec, stats);
        var byScenario = items.ToLookup(item => item.Scenario, StringComparer.Ordinal);
        var scenarios = spec.Scenarios.Select(record => Scenario(record, stats, systems, byScenario[record.Name])).ToArray();
        return new(spec, stats, systems, scenarios, clips);
    }

    // The board's order; baselines come last and take no colour, whatever they score.
    private static SystemModel[] Systems(RunSpec spec, RunStats stats)
    {
        var rank = stats.Board.Select((row, place) => (row.System, place)).ToDictionary(pair => pair.System, pair => pair.place, StringComparer.Ordinal);
        var ordered = spec.Systems.OrderBy(system => rank.GetValueOrDefault(system.Name, int.MaxValue)).ToArray();
        var slot = 0;
        return
        [
            .. ordered.Where(system => system.Kind != "baseline").Select(system => new SystemModel(system.Name, slot++ % SystemModel.Slots)),
            .. ordered.Where(system => system.Kind == "baseline").Select(system => new SystemModel(system.Name, -1)),
        ];
    }

    private static ScenarioModel Scenario(ScenarioRecord record, RunStats stats, SystemModel[] systems, IEnumerable<ItemRecord> items)
    {
        var all = stats.Cells.Where(cell => cell.Scenario == record.Name).ToArray();
        var cells = all.Where(cell => cell.Main || !SliceName.IsSlice(cell.Metric)).ToArray();
        var metric = MetricModel.Of(record.Main, cells.FirstOrDefault(cell => cell.Metric == record.Main)?.HigherIsBetter);
        var instances = Instances(items, metric, systems);
        var (slices, differences) = SliceReader.Read(all.Except(cells), metric.OfItems, systems);
        return new(
            record, metric, cells, instances, slices, ConfusionCounter.Count(record, instances, systems),
            PairOrder.Arrange(stats.Differences.Where(difference => difference.Scenario == record.Name), systems), differences);
    }

    private static InstanceModel[] Instances(IEnumerable<ItemRecord> items, MetricModel metric, SystemModel[] systems)
    {
        var order = systems.Select((system, place) => (system.Name, (system, place)))
            .ToDictionary(pair => pair.Name, pair => pair.Item2, StringComparer.Ordinal);
        return [.. items.GroupBy(item => item.Instance, StringComparer.Ordinal).Select(group =>
        {
            var first = group.First();
            var answers = group.Where(item => order.ContainsKey(item.System)).OrderBy(item => order[item.System].place)
                .Select(item => new AnswerModel(order[item.System].system, item.Answer, item.Error, Judge(item, metric), item.Scores, item.Seconds));
            return new InstanceModel(first.Instance, first.Prompt, first.Clips, first.References, first.Groups, [.. answers]) { Choices = first.Choices };
        })];
    }

    private static Verdict Judge(ItemRecord item, MetricModel metric) =>
        item.Answer is null ? Verdict.Failed
        : !item.Scores.TryGetValue(metric.OfItems, out var score) ? Verdict.Unscored
        : metric.IsGraded ? Verdict.Graded
        : metric.IsBest(score) ? Verdict.Right : Verdict.Wrong;
}
