using Audire.Evaluation.Runs;
using Audire.Reporting.Pictures;

namespace Audire.Reporting.Model;

/// <summary>All that a report shows; pages are pure functions of it. Immutable; safe to share between threads.</summary>
/// <param name="Spec">What the run is.</param>
/// <param name="Stats">The run's numbers.</param>
/// <param name="Systems">Every system, in the board's order, constant baselines last.</param>
/// <param name="Scenarios">The scenarios in the suite's order.</param>
/// <param name="Clips">What is drawn of each clip, by hash; a clip that is absent here was not kept by the run.</param>
public sealed record ReportModel(
    RunSpec Spec, RunStats Stats, IReadOnlyList<SystemModel> Systems, IReadOnlyList<ScenarioModel> Scenarios,
    IReadOnlyDictionary<string, ClipPicture> Clips)
{
    /// <summary>Instances a page of items shows.</summary>
    /// <value>The default is 20.</value>
    public int PageSize { get; init; } = 20;

    /// <summary>The suite's title.</summary>
    public string Title => Spec.Suite.Title.Length > 0 ? Spec.Suite.Title : Spec.Suite.Name;

    /// <summary>The system of that name; one that the specification does not list is drawn like a baseline.</summary>
    public SystemModel System(string name) => Systems.FirstOrDefault(system => system.Name == name) ?? new SystemModel(name, -1);

    /// <summary>Every clip once, in order of first use.</summary>
    public IEnumerable<ClipRecord> AllClips => Scenarios.SelectMany(scenario => scenario.Instances)
        .SelectMany(instance => instance.Clips).DistinctBy(clip => clip.Hash);
}
