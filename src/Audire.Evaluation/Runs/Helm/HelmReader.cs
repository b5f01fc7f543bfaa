using System.Globalization;
using System.Text.Json;
using Audire.Evaluation.Runs.Importing;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>Reads one run folder of HELM (AHELM reference §7.2): <c>run_spec.json</c>, <c>scenario_state.json</c>, and <c>per_instance_stats.json</c> where it is there.</summary>
internal static class HelmReader
{
    private const int MaxInstances = 200_000;

    /// <summary>Whether a folder is a run of HELM.</summary>
    public static bool IsRun(string folder) => File.Exists(Path.Combine(folder, HelmNames.RunSpec)) && File.Exists(Path.Combine(folder, HelmNames.ScenarioState));

    /// <summary>Reads a run.</summary>
    /// <exception cref="RunException">A file is malformed; the message names file, instance and field.</exception>
    public static ImportedRun Read(string folder, ImportedClips clips)
    {
        var specPath = Path.Combine(folder, HelmNames.RunSpec);
        using var spec = BoundedJson.Read(specPath);
        var adapter = spec.RootElement.Require("adapter_spec", JsonValueKind.Object, specPath);
        var model = adapter.OptionalText("model_deployment", specPath) ?? adapter.OptionalText("model", specPath) ?? throw new RunException($"{specPath}: 'model' is missing.");
        var method = adapter.RequireText("method", specPath);
        var reported = HelmReported.Read(Path.Combine(folder, HelmNames.PerInstanceStats));
        var statePath = Path.Combine(folder, HelmNames.ScenarioState);
        using var state = BoundedJson.Read(statePath);
        var states = state.RootElement.Require("request_states", JsonValueKind.Array, statePath);
        if (states.GetArrayLength() > MaxInstances) throw new RunException($"{statePath} holds {states.GetArrayLength()} instances; at most {MaxInstances} are read.");

        var task = method.StartsWith("multiple_choice", StringComparison.Ordinal) ? ScenarioTask.MultipleChoice : reported.IsTranscription ? ScenarioTask.Transcription : ScenarioTask.Generation;
        var items = states.EnumerateArray().Select((element, i) => HelmInstance.Read(element, $"{statePath}, request state {i + 1}", task, clips, reported)).ToList();
        // HELM has no closed sets apart from letters; references that are not right are ours (HelmStateFile).
        if (task == ScenarioTask.Generation && items.Count > 0 && items.TrueForAll(item => item.Choices.Count > 0)) task = ScenarioTask.Classification;
        RequireDistinct(items, statePath);
        var description = File.Exists(Path.Combine(folder, HelmNames.Scenario)) ? Description(Path.Combine(folder, HelmNames.Scenario)) : "";
        return new ImportedRun(model, Scenario(spec.RootElement.RequireText("name", specPath), task, adapter.OptionalText("instructions", specPath) ?? "", description, items), items);
    }

    private static ScenarioRecord Scenario(string run, string task, string instruction, string description, List<ImportedItem> items)
    {
        int model = run.LastIndexOf("model=", StringComparison.Ordinal);
        var name = model > 0 ? run[..(model - 1)] : run;
        var reported = items.SelectMany(item => item.Given.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        string[] ours = task switch
        {
            ScenarioTask.Transcription => ["wer", "wer-mean", "cer"],
            ScenarioTask.Generation => ["quasi-prefix-exact-match"],
            _ => ["accuracy"],
        };
        // A judged scenario's own number is its judge's; nothing that is computed here could stand for it.
        string main = reported.FirstOrDefault(metric => HelmNames.PoolsValues(HelmNames.Metric(metric))) ?? ours[0];
        string[] metrics = [.. ours, .. HelmScores.For(task).Select(score => score.Name), .. reported];
        string[] answers = task == ScenarioTask.Classification ? [.. items[0].Choices] : [];
        return new ScenarioRecord(name, name.Split(':', ',')[0], name, description, task, instruction, main, metrics, answers, items.Count, Generated: false)
        {
            Scoring = new ScoringRules { Metrics = metrics, Main = main },
        };
    }

    private static string Description(string path)
    {
        using var scenario = BoundedJson.Read(path);
        return scenario.RootElement.OptionalText("description", path) ?? "";
    }

    private static void RequireDistinct(List<ImportedItem> items, string path)
    {
        if (items.GroupBy(item => item.Instance, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new RunException(string.Create(CultureInfo.InvariantCulture, $"{path}: {twice.Count()} request states are of the instance '{twice.Key}' and the same trial."));
    }
}
