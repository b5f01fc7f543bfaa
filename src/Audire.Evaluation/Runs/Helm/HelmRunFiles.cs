using System.Text.Json;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>The files that say what one run of HELM was: <c>run_spec.json</c> and <c>scenario.json</c>.</summary>
internal static class HelmRunFiles
{
    /// <summary><c>run_spec.json</c>: RunSpec with its ScenarioSpec, AdapterSpec, MetricSpecs and groups.</summary>
    public static void WriteSpec(Utf8JsonWriter json, ScenarioRecord scenario, string system, int maxTokens)
    {
        json.WriteStartObject();
        json.WriteString("name", HelmNames.Run(scenario.Name, system));
        WriteClass(json, "scenario_spec", $"audire.{scenario.Name}", []);
        WriteAdapter(json, scenario, system, maxTokens);
        json.WriteStartArray("metric_specs");
        WriteClass(json, null, "helm.benchmark.metrics.basic_metrics.BasicGenerationMetric", [.. HelmScores.For(scenario.Task).Select(score => score.HelmName)]);
        json.WriteEndArray();
        json.WriteStartObject("data_augmenter_spec");
        HelmJson.Texts(json, "perturbation_specs", []);
        foreach (var flag in new[] { "augment_train_instances", "include_original_train", "skip_unchanged_train", "augment_eval_instances", "include_original_eval", "skip_unchanged_eval" })
            json.WriteBoolean("should_" + flag, false);
        json.WriteNumber("seeds_per_instance", 1);
        json.WriteEndObject();
        HelmJson.Texts(json, "groups", [Group(scenario.Name)]);
        json.WriteEndObject();
    }

    /// <summary><c>scenario.json</c>.</summary>
    public static void WriteScenario(Utf8JsonWriter json, ScenarioRecord scenario)
    {
        json.WriteStartObject();
        json.WriteString("name", Group(scenario.Name));
        json.WriteString("description", scenario.Description.Length > 0 ? scenario.Description : scenario.Title);
        HelmJson.Texts(json, "tags", [scenario.Aspect, scenario.Task]);
        json.WriteEndObject();
    }

    /// <summary>AdapterSpec; the words around an instance are the adapter's own (AHELM reference §1.1).</summary>
    public static void WriteAdapter(Utf8JsonWriter json, ScenarioRecord scenario, string system, int maxTokens)
    {
        bool lettered = scenario.Task == ScenarioTask.MultipleChoice;
        json.WriteStartObject("adapter_spec");
        json.WriteString("method", HelmNames.Method(scenario.Task));
        (string Name, string Value)[] texts =
        [
            ("global_prefix", ""), ("global_suffix", ""), ("instructions", Instruction(scenario)), ("input_prefix", ""), ("input_suffix", lettered ? "\n" : ""),
            ("reference_prefix", lettered ? "A. " : ""), ("reference_suffix", lettered ? "\n" : ""), ("chain_of_thought_prefix", ""),
            ("chain_of_thought_suffix", "\n"), ("output_prefix", lettered ? "Answer: " : ""), ("output_suffix", lettered ? "\n" : ""),
            ("instance_prefix", lettered ? "\n" : ""),
        ];
        foreach (var (name, value) in texts) json.WriteString(name, value);
        HelmJson.Texts(json, "substitutions", []);
        json.WriteNumber("max_train_instances", 0);
        json.WriteNumber("max_eval_instances", scenario.Instances);
        json.WriteNumber("num_outputs", 1);
        json.WriteNumber("num_train_trials", 1);
        json.WriteNumber("num_trials", 1);
        json.WriteBoolean("sample_train", true);
        json.WriteString("model_deployment", system);
        json.WriteString("model", system);
        json.WriteNumber("temperature", 0.0);
        json.WriteNumber("max_tokens", maxTokens);
        HelmJson.Texts(json, "stop_sequences", []);
        json.WriteBoolean("multi_label", false);
        json.WriteEndObject();
    }

    /// <summary>The instruction as it was sent.</summary>
    public static string Instruction(ScenarioRecord scenario) => scenario.Prompt.Replace("{answers}", string.Join(", ", scenario.Answers), StringComparison.Ordinal);

    // A run's group is its base name without arguments.
    private static string Group(string scenario) => scenario.Split(':', ',')[0];

    private static void WriteClass(Utf8JsonWriter json, string? field, string name, IReadOnlyList<string> names)
    {
        if (field is null) json.WriteStartObject();
        else json.WriteStartObject(field);
        json.WriteString("class_name", name);
        json.WriteStartObject("args");
        if (names.Count > 0) HelmJson.Texts(json, "names", names);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
