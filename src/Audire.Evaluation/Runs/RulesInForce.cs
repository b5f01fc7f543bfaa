using Audire.Evaluation.Judging;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Runs;

/// <summary>The scoring rules of a scenario in a run: the suite's, changed by <c>--judge</c> and <c>--compat helm</c>.</summary>
internal static class RulesInForce
{
    /// <summary>The rules.</summary>
    public static ScoringRules Of(ScenarioDefinition scenario, RunOptions options)
    {
        var rules = scenario.Scoring.With(options.Judge is not null);
        // A suite that says nothing of judges still has free answers to be rated; what the suite ranks by stays.
        bool isRated = options.Judge is not null && HasFreeAnswers(scenario) && (options.CompatibleWithHelm || scenario.Scoring.Judged.Count == 0);
        string[] rated = isRated ? [JudgeQuestion.Rating.Metric] : [];
        if (!options.CompatibleWithHelm) return rules with { Metrics = [.. rules.Metrics.Union(rated, StringComparer.Ordinal)] };
        // AHELM ranks free answers by their judge, everything else by the first of its metrics.
        string[] metrics = [.. rated.Concat(rules.Metrics.Where(JudgeQuestion.Decides)).Distinct(StringComparer.Ordinal), .. HelmScores.For(scenario.Task).Select(score => score.Name)];
        return rules with { Metrics = metrics, Main = metrics[0] };
    }

    /// <exception cref="RunException">A judge is named and has nothing to judge.</exception>
    public static void RequireWork(IReadOnlyList<ScenarioDefinition> scenarios, RunOptions options)
    {
        if (options.Judge is { } judge && !scenarios.Any(scenario => Of(scenario, options).Metrics.Any(JudgeQuestion.Decides)))
            throw new RunException($"No scenario here has free answers, so there is nothing for {judge.Name} to judge; leave --judge out.");
    }

    private static bool HasFreeAnswers(ScenarioDefinition scenario) => scenario.Task == ScenarioTask.Generation && scenario.Answers.Count == 0;
}
