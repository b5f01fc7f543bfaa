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
        ScenarioDefinition[] chosen = [.. Wanted(suite, options).Where(s => !suite.IsOptional || InstanceBuilder.HasRows(suite, s))];
        RulesInForce.RequireWork(chosen, options);
        return [.. chosen.Select(s => Of(suite, s, options))];
    }

    /// <summary>The scenarios of an optional suite that have nothing to ask about, with the reason.</summary>
    public static IReadOnlyList<ScenarioNotRun> NotRun(Suite suite, RunOptions options) => !suite.IsOptional ? [] : [.. Wanted(suite, options)
        .Where(s => !InstanceBuilder.HasRows(suite, s)).Select(s => new ScenarioNotRun(s.Name, s.Title, $"no clips for {Wanting(suite, s)}"))];

    public bool IsFor(ISystem system) => system.Capabilities.Tasks.Contains(Definition.Task);

    /// <summary>What a baseline may know: expected answers in the form asked for, letters for multiple choice.</summary>
    public ScenarioContext Context(int seed) => new(Definition.Name, Definition.Task, [.. Instances.Select(Expected)], seed);

    public ScenarioRecord ToRecord() => new(
        Definition.Name, Definition.Aspect, Definition.Title, Definition.Description, Definition.Task, Definition.Prompt, Definition.Scoring.Main,
        Definition.Scoring.Metrics, Definition.Answers, Instances.Count, Definition.Generated)
    { Scoring = Definition.Scoring };

    private static IEnumerable<ScenarioDefinition> Wanted(Suite suite, RunOptions options) =>
        suite.Scenarios.Where(s => options.Aspects.Count == 0 || options.Aspects.Contains(s.Aspect));

    /// <summary>What rows of a scenario have, for people.</summary>
    public static string Wanting(Suite suite, ScenarioDefinition scenario)
    {
        // What may be left blank is named only where it is what keeps rows out.
        var firm = scenario.Select.Where(rule => !rule.Value.Contains("")).ToDictionary();
        var named = InstanceBuilder.HasRows(suite, scenario with { Select = firm }) ? scenario.Select : firm;
        return string.Join(", ", named.Select(rule => $"{rule.Key} {string.Join(" or ", rule.Value.Select(value => value is "" ? "blank" : value))}"));
    }

    private static PlannedScenario Of(Suite suite, ScenarioDefinition scenario, RunOptions options)
    {
        var limit = options.Quick ? Math.Min(scenario.Quick, options.Limit ?? int.MaxValue) : options.Limit;
        var instances = InstanceBuilder.Build(suite, scenario, limit);
        scenario = scenario with { Scoring = RulesInForce.Of(scenario, options) };
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
