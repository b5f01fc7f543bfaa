using Audire.Evaluation.Clients;
using Audire.Evaluation.Judging;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Runs;

/// <summary>What a run will ask, before anything is asked (<c>--dry-run</c>).</summary>
/// <param name="Entries">One entry for each system and scenario, in the order asked.</param>
public sealed record RunPlan(IReadOnlyList<PlanEntry> Entries)
{
    /// <summary>Instances over all systems; equal questions are asked once, so requests may be fewer.</summary>
    public int Requests => Entries.Sum(entry => entry.Requests);

    /// <summary>Seconds of sound, as the manifest states them.</summary>
    public double AudioSeconds => Entries.Sum(entry => entry.AudioSeconds);

    /// <summary>The most that priced systems may cost; null where none has a price.</summary>
    public double? Cost => Entries.Any(entry => entry.Cost is not null) ? Entries.Sum(entry => entry.Cost ?? 0) : null;

    /// <summary>Plans a run.</summary>
    /// <exception cref="SuiteException">A scenario selects nothing.</exception>
    /// <exception cref="RunException">No system can do any scenario, or an aspect is unknown.</exception>
    public static RunPlan Make(Suite suite, IReadOnlyList<ISystem> systems, RunOptions options)
    {
        var planned = PlannedScenario.Of(suite, options);
        var asked = planned.SelectMany(scenario => systems.Where(scenario.IsFor).Select(system => PlanEntry.Of(system, scenario)));
        var judged = options.Judge is not { } judge ? [] : planned.Select(scenario => PlanEntry.OfJudge(judge, scenario, systems.Count(scenario.IsFor))).Where(entry => entry.Requests > 0);
        return new([.. asked, .. judged]);
    }
}

/// <summary>What one system will be asked in one scenario.</summary>
/// <param name="System">The system.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Requests">Instances.</param>
/// <param name="AudioSeconds">Seconds of sound.</param>
/// <param name="Cost">The most it may cost; null where the system has no price.</param>
public sealed record PlanEntry(string System, string Scenario, int Requests, double AudioSeconds, double? Cost)
{
    internal static PlanEntry Of(ISystem system, PlannedScenario planned)
    {
        var clips = planned.Instances.SelectMany(instance => instance.Media.OfType<ClipPart>());
        double? cost = system.Capabilities.Price is { } price
            ? planned.Instances.Sum(instance => CostMeter.Estimate(price, Adapters.Adapt(planned.Definition, instance), StatedSeconds(instance))) : null;
        return new PlanEntry(system.Name, planned.Definition.Name, planned.Instances.Count, clips.Sum(clip => clip.Clip.Row.Seconds ?? 0), cost);
    }

    /// <summary>What a judge will be asked at most: nothing twice where systems give the same answer.</summary>
    internal static PlanEntry OfJudge(ISystem judge, PlannedScenario planned, int systems)
    {
        int requests = planned.Instances.Count * systems * planned.Definition.Scoring.Metrics.Count(JudgeQuestion.Decides);
        // The prompt, the reference and an answer of as many tokens as the scenario allows.
        double? cost = judge.Capabilities.Price is { } price ? requests * CostMeter.Cost(price, PromptTokens + (2 * planned.Definition.MaxTokens), JudgeQuestion.MaxTokens, 0) : null;
        return new PlanEntry("judge: " + judge.Name, planned.Definition.Name, requests, 0, cost);
    }

    private const int PromptTokens = 400;

    private static double StatedSeconds(Instance instance) => instance.Media.OfType<ClipPart>().Sum(clip => clip.Clip.Row.Seconds ?? 0);
}
