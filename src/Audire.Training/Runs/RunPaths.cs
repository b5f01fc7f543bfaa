using System.Globalization;

namespace Audire.Training.Runs;

/// <summary>The files of a run folder.</summary>
public static class RunPaths
{
    /// <summary>One line a logged step, evaluation or note.</summary>
    public const string Log = "log.jsonl";

    /// <summary>What the run is: settings, data, model, code and machine. Tells a training's folder from an audit's.</summary>
    public const string Record = "training.json";

    /// <summary>The folder of event files for TensorBoard.</summary>
    public const string Events = "events";

    /// <summary>The folder of checkpoints.</summary>
    public const string Checkpoints = "checkpoints";

    private const string Prefix = "step-";
    private const string Suffix = ".safetensors";

    /// <summary>The checkpoint of a step.</summary>
    public static string Checkpoint(string folder, long step) =>
        Path.Combine(folder, Checkpoints, Prefix + step.ToString("D8", CultureInfo.InvariantCulture) + Suffix);

    /// <summary>The steps that have a checkpoint, ascending. Temporary files are none.</summary>
    public static IReadOnlyList<long> CheckpointSteps(string folder)
    {
        var path = Path.Combine(folder, Checkpoints);
        if (!Directory.Exists(path)) return [];
        return [.. Directory.EnumerateFiles(path, Prefix + "*" + Suffix).Select(Path.GetFileName).Select(StepOf).OfType<long>().Order()];
    }

    private static long? StepOf(string? name) =>
        name is not null && long.TryParse(name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            ? step : null;
}
