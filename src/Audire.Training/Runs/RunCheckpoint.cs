using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using static TorchSharp.torch;

namespace Audire.Training.Runs;

/// <summary>
/// A run's state in one safetensors file: weights (<c>weights.NAME</c>), the optimiser's moments (<c>optimiser.…</c>), and where the run
/// stands as JSON in the metadata. Any reader of safetensors can look into it.
/// </summary>
internal static class RunCheckpoint
{
    private const string StateKey = "audire.training";
    private const string Weights = "weights.";
    private const string Optimiser = "optimiser.";

    /// <summary>Writes a state under a temporary name, flushes it to the device and moves it into place.</summary>
    public static void Write(string path, RunState state, IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor> optimiser, RunDisk disk)
    {
        var tensors = Entries(Weights, weights).Concat(Entries(Optimiser, optimiser));
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [StateKey] = JsonSerializer.Serialize(state, TrainingJson.Compact.RunState) };
        RunDisk.Guard(path, () =>
        {
            SafetensorsWriter.Write(path, tensors, metadata, disk.Create);
            disk.Before("after checkpoint");
        });
    }

    /// <summary>Where the run stood, from the header alone.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    /// <exception cref="TrainingException">It is no checkpoint of a training, or of a newer version.</exception>
    public static RunState State(Checkpoint file)
    {
        if (!file.Metadata.TryGetValue(StateKey, out var text) || text.AsText() is not { } json || Parse(json) is not { } state)
            throw new TrainingException($"{file.Path} is no checkpoint of a training; remove it from the folder, or name another folder with --out.");
        return state.Schema <= RunState.CurrentSchema ? state
            : throw new TrainingException($"{file.Path} was written by a newer version of Audire (layout {state.Schema}, known {RunState.CurrentSchema}); update Audire.");
    }

    /// <summary>Copies weights, and moments where asked for, into tensors of the same names.</summary>
    /// <exception cref="TrainingException">Names or shapes differ.</exception>
    public static void Restore(Checkpoint file, IReadOnlyDictionary<string, Tensor> weights, IReadOnlyDictionary<string, Tensor>? optimiser)
    {
        using var frozen = no_grad();
        Copy(file, Weights, weights);
        if (optimiser is not null) Copy(file, Optimiser, optimiser);
    }

    private static IEnumerable<TensorToWrite> Entries(string prefix, IReadOnlyDictionary<string, Tensor> tensors) =>
        tensors.Select(pair => new TensorToWrite(prefix + pair.Key, ElementType.F32, pair.Value.shape, () => pair.Value.detach()));

    private static void Copy(Checkpoint file, string prefix, IReadOnlyDictionary<string, Tensor> targets)
    {
        var stored = file.Tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(name => name[prefix.Length..]).ToHashSet(StringComparer.Ordinal);
        if (stored.FirstOrDefault(name => !targets.ContainsKey(name)) is { } extra)
            throw new TrainingException($"{file.Path} holds '{extra}', which this model does not train; resume with the model the run was started with.");
        foreach (var (name, target) in targets)
        {
            using var scope = NewDisposeScope();
            if (!stored.Contains(name)) throw new TrainingException($"{file.Path} lacks '{name}', which this model trains; resume with the model the run was started with.");
            var values = file.Load(prefix + name);
            if (!values.shape.AsSpan().SequenceEqual(target.shape))
                throw new TrainingException($"{file.Path}: '{name}' is [{string.Join(", ", values.shape)}], this model's is [{string.Join(", ", target.shape)}]; resume with the model the run was started with.");
            target.copy_(values);
        }
    }

    private static RunState? Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, TrainingJson.Compact.RunState);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
