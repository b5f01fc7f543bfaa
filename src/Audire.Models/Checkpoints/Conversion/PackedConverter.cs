using Audire.Models.Checkpoints.Packed;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using Audire.Models.Nn;
using Audire.Models.Planning;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Conversion;

/// <summary>Writes a model as a folder whose matrices are quantised the way our products take them: what is loaded equals, bit for bit, what quantising at load would give.</summary>
/// <remarks>
/// Matrices get the type asked for, an output head no fewer than 8 bits, tables of vectors float16; norms, biases and tables of positions stay as they are. One
/// matrix is in memory at a time. See <c>docs/design/packed-models.md</c>.
/// </remarks>
public static class PackedConverter
{
    /// <summary>The name of the file in the folder.</summary>
    public const string FileName = "model.safetensors";

    /// <summary>Converts a model folder in Hugging Face's layout.</summary>
    /// <param name="input">A folder with <c>config.json</c> of a known architecture and the weights.</param>
    /// <param name="output">The folder to make.</param>
    /// <param name="type"><see cref="WeightType.Int8"/> or <see cref="WeightType.Int4"/>.</param>
    /// <param name="progress">Told before each matrix; null for none.</param>
    /// <param name="create">See <see cref="AtomicFile.Write"/>.</param>
    /// <param name="cancellation">Checked before each matrix.</param>
    /// <exception cref="ModelConfigException">There is no <c>config.json</c>, or it is of another architecture.</exception>
    /// <exception cref="CheckpointException">The input cannot be read, or the output cannot be written.</exception>
    public static ConversionReport Convert(string input, string output, WeightType type, IProgress<ConversionProgress>? progress = null,
        Func<string, Stream>? create = null, CancellationToken cancellation = default) =>
        Convert(input, output, type, _ => true, progress, create, cancellation);

    /// <summary>As above, with the parts that are wanted: of a Whisper model the encoder alone, say.</summary>
    internal static ConversionReport Convert(string input, string output, WeightType type, Func<PartPlan, bool> wanted, IProgress<ConversionProgress>? progress,
        Func<string, Stream>? create, CancellationToken cancellation)
    {
        if (type is not (WeightType.Int8 or WeightType.Int4)) throw new ArgumentException($"A packed model is int8 or int4, and {type} was asked for.", nameof(type));
        if (!File.Exists(Path.Combine(input, "config.json")))
            throw new ModelConfigException(input, "it is no folder with config.json beside the weights, which says which of them are matrices; GGUF files have block types of their own (--type Q8_0, Q4_1)");
        var roles = ModelPlanner.Plan(input).Where(wanted).SelectMany(part => part.Tensors).ToDictionary(tensor => tensor.Name, tensor => tensor.Role, StringComparer.Ordinal);
        using var checkpoint = Checkpoint.Open(input);
        var model = checkpoint.StateDict();
        var fallbacks = new List<ConversionFallback>();
        var entries = model.Tensors.Values.Where(entry => RoleOf(entry.Name, roles) is not null).ToList();
        var tensors = entries.SelectMany((entry, index) => Packed(model, entry, RoleOf(entry.Name, roles)!.Value, type, fallbacks, () => Report(entry, index))).ToList();

        // The model last: a folder that has it has all the rest.
        var target = Path.Combine(output, FileName);
        var sideFiles = SideFiles.Copy(input, output, create);
        SafetensorsWriter.Write(target, tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt", [PackedNames.TypeKey] = type == WeightType.Int4 ? PackedNames.Int4Type : "int8" }, create);
        long bytes = new FileInfo(target).Length + sideFiles.Sum(name => new FileInfo(Path.Combine(output, name)).Length);
        return new(target, sideFiles, entries.Count, entries.Sum(entry => entry.Bytes), bytes, fallbacks);

        void Report(TensorEntry entry, int index)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new(entry.Name, index, entries.Count));
        }
    }

    // Hugging Face's folders of Whisper call everything "model."; biases and what a plan does not list are kept where their matrix is.
    private static TensorRole? RoleOf(string name, Dictionary<string, TensorRole> roles)
    {
        var plain = !roles.ContainsKey(name) && name.StartsWith("model.", StringComparison.Ordinal) ? name["model.".Length..] : name;
        return roles.TryGetValue(plain, out var role) ? role : null;
    }

    private static IEnumerable<TensorToWrite> Packed(Checkpoint model, TensorEntry entry, TensorRole role, WeightType type, List<ConversionFallback> fallbacks, Action started)
    {
        bool isFourBits = type == WeightType.Int4 && role == TensorRole.Matrix;
        if (isFourBits && !PackedTensors.FitsInt4(entry.Shape))
        {
            isFourBits = false;
            fallbacks.Add(new(entry.Name, ElementType.I8, $"[{string.Join(", ", entry.Shape)}] is no whole number of tiles of 16 rows and groups of {Q4Blocks.Group}"));
        }

        return role switch
        {
            TensorRole.Vector => [new(entry.Name, entry.Type is ElementType.F16 or ElementType.BF16 ? entry.Type : ElementType.F32, entry.Shape, Load)],
            TensorRole.Table => [new(entry.Name, ElementType.F16, entry.Shape, Load)],
            TensorRole.TiedTable => [new(entry.Name, ElementType.F16, entry.Shape, Load), .. PackedTensors.Int8(entry.Name, entry.Shape, Load)],
            _ => isFourBits ? PackedTensors.Int4(entry.Name, entry.Shape, Load) : PackedTensors.Int8(entry.Name, entry.Shape, Load),
        };

        Tensor Load()
        {
            started();
            return model.Load(entry.Name);
        }
    }
}
