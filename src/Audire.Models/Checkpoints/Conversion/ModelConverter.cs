using Audire.Models.Checkpoints.Gguf;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Conversion;

/// <summary>Writes any readable checkpoint in another format or number type, names kept, with the files a model needs beside it.</summary>
/// <remarks>
/// Matrices get the type asked for. In GGUF, vectors and position tables stay float16 or float32, and a matrix whose rows are no whole number of
/// blocks becomes float16; blocks that are of the wanted type already are copied, not quantised again. Integers stay integers. Tensors are
/// converted one at a time, so memory holds one of them. The same input gives the same bytes.
/// </remarks>
public static class ModelConverter
{
    /// <summary>The types a model can be converted to; those with blocks make GGUF files only.</summary>
    public static IReadOnlyList<ElementType> Types { get; } =
        [ElementType.F32, ElementType.F16, ElementType.BF16, ElementType.Q8_0, ElementType.Q5_1, ElementType.Q5_0, ElementType.Q4_1, ElementType.Q4_0];

    /// <summary>Converts a model.</summary>
    /// <param name="input">A checkpoint file, an index of shards, or a folder.</param>
    /// <param name="output">
    /// A folder, made where it is absent, that gets <c>model.gguf</c> (quantised types) or <c>model.safetensors</c> and the JSON files found beside the
    /// input; or a file that ends in <c>.gguf</c> or <c>.safetensors</c>, which is written alone.
    /// </param>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <param name="progress">Told before each tensor; null for none.</param>
    /// <param name="create">See <see cref="AtomicFile.Write"/>.</param>
    /// <param name="cancellation">Checked before each tensor; nothing is left behind of the file that was being written.</param>
    /// <exception cref="ArgumentException">The type is none of <see cref="Types"/>, or does not fit the file named.</exception>
    /// <exception cref="CheckpointException">The input cannot be read, or the output cannot be written.</exception>
    public static ConversionReport Convert(string input, string output, ElementType type, IProgress<ConversionProgress>? progress = null,
        Func<string, Stream>? create = null, CancellationToken cancellation = default)
    {
        if (!Types.Contains(type)) throw new ArgumentException($"{type.Label()} cannot be written; choose one of {string.Join(", ", Types.Select(choice => choice.Label()))}.", nameof(type));
        var single = Path.GetExtension(output).ToUpperInvariant() is ".GGUF" or ".SAFETENSORS";
        var gguf = single ? Path.GetExtension(output).Equals(".gguf", StringComparison.OrdinalIgnoreCase) : type.IsQuantised();
        if (type.IsQuantised() && !gguf) throw new ArgumentException($"safetensors holds no {type.Label()}; name a folder or a file that ends in .gguf.", nameof(type));

        using var checkpoint = Checkpoint.Open(input);
        var model = checkpoint.StateDict();
        var target = single ? output : Path.Combine(output, gguf ? "model.gguf" : "model.safetensors");
        var source = Directory.Exists(input) ? input : Path.GetDirectoryName(Path.GetFullPath(input))!;
        var plan = new ConversionPlan(type, gguf);
        var tensors = model.Tensors.Values.Select((entry, index) => Plan(model, entry, plan.TypeOf(entry), () => Report(entry, index))).ToList();
        if (gguf) CheckNames(checkpoint, tensors);

        // The model last: a folder that has it has all the rest.
        var sideFiles = single ? [] : SideFiles.Copy(source, output, create);
        if (gguf) GgufWriter.Write(target, tensors, ConversionMetadata.ForGguf(checkpoint, source, type), create);
        else SafetensorsWriter.Write(target, tensors, ConversionMetadata.ForSafetensors(checkpoint), create);
        var bytes = new FileInfo(target).Length + sideFiles.Sum(name => new FileInfo(Path.Combine(output, name)).Length);
        return new(target, sideFiles, tensors.Count, model.Tensors.Values.Sum(entry => entry.Bytes), bytes, plan.Fallbacks);

        void Report(TensorEntry entry, int index)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new(entry.Name, index, model.Tensors.Count));
        }
    }

    private static TensorToWrite Plan(Checkpoint model, TensorEntry entry, ElementType type, Action started)
    {
        return new(entry.Name, type, entry.Shape, Load);

        Tensor Load()
        {
            started();
            return entry.Type == type && type.IsQuantised() ? model.LoadBlocks(entry.Name) : model.Load(entry.Name);
        }
    }

    private static void CheckNames(Checkpoint checkpoint, List<TensorToWrite> tensors)
    {
        foreach (var tensor in tensors)
        {
            if (System.Text.Encoding.UTF8.GetByteCount(tensor.Name) > GgufHeader.MaxName)
                throw new CheckpointException(checkpoint.Path, tensor.Name, CheckpointFault.NameTooLong, $"has a name of more than the {GgufHeader.MaxName} bytes GGUF allows; convert to safetensors");
            if (tensor.Name.Length == 0) throw new CheckpointException(checkpoint.Path, tensor.Name, CheckpointFault.BadName, "has no name, which GGUF does not allow; convert to safetensors");
            if (tensor.Shape.Length > GgufHeader.MaxDimensions || tensor.Shape.Contains(0))
                throw new CheckpointException(checkpoint.Path, tensor.Name, CheckpointFault.BadDims, $"has the shape [{string.Join(", ", tensor.Shape)}], which GGUF does not allow; convert to safetensors");
        }
    }
}
