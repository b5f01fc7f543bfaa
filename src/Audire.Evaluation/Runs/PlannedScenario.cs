using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Runs;

/// <summary>A scenario with the instances of this run.</summary>
internal sealed record PlannedScenario(ScenarioDefinition Definition, IReadOnlyList<Instance> Instances)
{
    public static IReadOnlyList<PlannedScenario> Of(Suite suite, RunOptions options)
    {
        if (options.Aspects.FirstOrDefault(aspect => suite.Scenarios.All(s => s.Aspect != aspect)) is { } unknown)
            throw new RunException($"The suite {suite.Name} has no aspect '{unknown}'; it has {string.Join(", ", suite.Scenarios.Select(s => s.Aspect).Distinct())}.");
        return [.. suite.Scenarios.Where(s => options.Aspects.Count == 0 || options.Aspects.Contains(s.Aspect)).Select(s => Of(suite, s, options))];
    }

    public bool IsFor(ISystem system) => system.Capabilities.Tasks.Contains(Definition.Task);

    /// <summary>What a baseline may know: expected answers in the form asked for, letters for multiple choice.</summary>
    public ScenarioContext Context(int seed) => new(Definition.Name, Definition.Task, [.. Instances.Select(Expected)], seed);

    public ScenarioRecord ToRecord() => new(
        Definition.Name, Definition.Aspect, Definition.Title, Definition.Description, Definition.Task, Definition.Prompt, Definition.Scoring.Main,
        Definition.Scoring.Metrics, Definition.Answers, Instances.Count, Definition.Generated)
    { Scoring = Definition.Scoring };

    private static PlannedScenario Of(Suite suite, ScenarioDefinition scenario, RunOptions options)
    {
        var limit = options.Quick ? Math.Min(scenario.Quick, options.Limit ?? int.MaxValue) : options.Limit;
        var instances = InstanceBuilder.Build(suite, scenario, limit);
        return new PlannedScenario(scenario, options.Shard.Count == 1 ? instances
            : [.. instances.Where(instance => options.Shard.Holds($"{scenario.Name}/{TwinName(scenario, instance)}"))]);
    }

    private string Expected(Instance instance) => Definition.Task == ScenarioTask.MultipleChoice
        ? Adapters.Letter(instance.Choices.ToList().IndexOf(instance.References[0]))
        : instance.References[0];

    private static string TwinName(ScenarioDefinition scenario, Instance instance) =>
        scenario.Scoring.Compare is { Pair.Length: > 0 } compare && instance.Groups.TryGetValue(compare.Pair, out var pair) ? pair
        : instance.Groups.GetValueOrDefault(InstanceGroups.Clip, instance.Id);
}
