using Audire.Evaluation.Judging;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>Names in HELM's folders and files (HELM 0.5.16).</summary>
internal static class HelmNames
{
    public const string RunSpec = "run_spec.json";
    public const string Scenario = "scenario.json";
    public const string ScenarioState = "scenario_state.json";
    public const string Stats = "stats.json";
    public const string PerInstanceStats = "per_instance_stats.json";

    /// <summary>The adapter that asks for a letter.</summary>
    public const string MultipleChoice = "multiple_choice_joint_multimodal";

    /// <summary>The adapter that asks freely.</summary>
    public const string Generation = "generation_multimodal";

    /// <summary>Marks right answers among references.</summary>
    public const string Correct = "correct";

    /// <summary>What our own metrics are called in HELM's stats.</summary>
    public const string OursPrefix = "audire:";

    /// <summary>Stats that describe requests and are no score of an answer.</summary>
    public static IReadOnlySet<string> Bookkeeping { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "num_references", "num_train_trials", "num_prompt_tokens", "num_completion_tokens", "num_output_tokens", "num_completions", "training_co2_cost",
        "training_energy_cost", "inference_runtime", "batch_size", "inference_denoised_runtime", "inference_idealized_runtime", "prompt_truncated",
        "num_train_instances", "finish_reason_length", "finish_reason_stop", "finish_reason_endoftext", "finish_reason_unknown", "max_prob", "logprob",
        "num_perplexity_tokens", "num_bytes", "num_instances",
    };

    /// <summary>HELM's name of a metric of ours, where it has the same meaning.</summary>
    public static string Metric(string ours) => ours switch
    {
        _ when ours == JudgeQuestion.Rating.Metric => "gpt4_audio_critique",
        _ when ours == JudgeQuestion.Refusal.Metric => "refusal_rate",
        _ when ours.StartsWith(HelmScore.Prefix, StringComparison.Ordinal) => ours[HelmScore.Prefix.Length..],
        _ when ours.StartsWith(GivenScore.Reported, StringComparison.Ordinal) => ours[GivenScore.Reported.Length..],
        _ => OursPrefix + ours,
    };

    /// <summary>Whether HELM pools a metric's values over runs (its judges), where it averages the runs' means otherwise.</summary>
    public static bool PoolsValues(string metric) => metric is "gpt4_audio_critique" or "refusal_rate";

    /// <summary>The adapter's method for a task.</summary>
    public static string Method(string task) => task == ScenarioTask.MultipleChoice ? MultipleChoice : Generation;

    /// <summary>The name of a run: base name, then the model.</summary>
    public static string Run(string scenario, string system) =>
        $"{scenario}{(scenario.Contains(':', StringComparison.Ordinal) ? ',' : ':')}model={system.Replace('/', '_')}";

    /// <summary>A name as a folder: HELM replaces slashes; what this system's folders cannot hold goes the same way.</summary>
    public static string Folder(string name) => string.Concat(name.Select(c => c is '/' or '\\' || Path.GetInvalidFileNameChars().Contains(c) ? '_' : c));
}
