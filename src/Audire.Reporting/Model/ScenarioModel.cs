using Audire.Evaluation.Runs;

namespace Audire.Reporting.Model;

/// <summary>A scenario as its pages show it.</summary>
/// <param name="Record">What the scenario is: title, description, task, prompt, answers.</param>
/// <param name="Metric">The main metric: the one that ranks, that slices are made of and that decides right and wrong.</param>
/// <param name="Cells">One cell a system and metric.</param>
/// <param name="Instances">What was asked, in the suite's order.</param>
/// <param name="Slices">The main metric by group.</param>
/// <param name="Confusions">What was answered for what was right, one a system, where the answers form a closed set.</param>
/// <param name="Comparisons">Paired differences between systems.</param>
/// <param name="GroupDifferences">Differences between two groups of instances, one a system.</param>
public sealed record ScenarioModel(
    ScenarioRecord Record, MetricModel Metric, IReadOnlyList<Cell> Cells, IReadOnlyList<InstanceModel> Instances,
    IReadOnlyList<SliceGroup> Slices, IReadOnlyList<Confusion> Confusions, IReadOnlyList<PairedDifference> Comparisons,
    IReadOnlyList<GroupDifference> GroupDifferences)
{
    /// <summary>The name in file names and anchors.</summary>
    public string Slug => Links.Slug(Record.Name);

    /// <summary>The title for people.</summary>
    public string Title => Record.Title.Length > 0 ? Record.Title : Record.Name;

    /// <summary>The question, where every instance is asked the same; null where questions differ.</summary>
    public string? SharedPrompt =>
        Instances.Select(instance => instance.Prompt).Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>A system's cell in a metric; null where the system did not take part.</summary>
    public Cell? Cell(SystemModel system, string metric) =>
        Cells.FirstOrDefault(cell => cell.System == system.Name && cell.Metric == metric);

    /// <summary>A system's cell in the main metric.</summary>
    public Cell? Cell(SystemModel system) => Cell(system, Metric.Name);

    /// <summary>The metrics besides the main one that have a cell.</summary>
    public IEnumerable<MetricModel> OtherMetrics => Cells.Where(cell => cell.Metric != Metric.Name)
        .DistinctBy(cell => cell.Metric).Select(cell => MetricModel.Of(cell.Metric, cell.HigherIsBetter));
}
