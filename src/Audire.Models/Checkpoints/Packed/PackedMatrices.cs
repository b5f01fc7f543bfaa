using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Packed;

/// <summary>The quantised matrices of a checkpoint, by the names of the matrices.</summary>
/// <remarks>Codes of eight bits are mapped; those of four bits are unpacked on the way into the layout that this processor multiplies.</remarks>
internal sealed class PackedMatrices
{
    private readonly Checkpoint _checkpoint;
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    /// <summary>Finds them.</summary>
    /// <exception cref="CheckpointException">Codes, scales and zeros do not fit each other.</exception>
    public PackedMatrices(Checkpoint checkpoint)
    {
        _checkpoint = checkpoint;
        foreach (var entry in checkpoint.Tensors.Values)
        {
            var (name, isCodes) = PackedNames.Parse(entry.Name);
            if (isCodes) _shapes[name] = Shape(name, entry);
        }
    }

    /// <summary>Names of the matrices.</summary>
    public IReadOnlyCollection<string> Names => _shapes.Keys;

    /// <summary>The shape of a matrix; null where it is not quantised.</summary>
    public long[]? ShapeOf(string name) => _shapes.GetValueOrDefault(name);

    /// <summary>The type that a checkpoint was packed in, by its own word or by its matrices; null where nothing is packed.</summary>
    public static WeightType? TypeIn(Checkpoint checkpoint)
    {
        var packed = new PackedMatrices(checkpoint.StateDict());
        if (packed._shapes.Count == 0) return null;
        // Where no matrix had whole groups, a file packed in four bits holds eight: loaded in four, all else follows the same rule.
        bool isInt4 = checkpoint.Metadata.GetValueOrDefault(PackedNames.TypeKey)?.AsText() == PackedNames.Int4Type || packed._shapes.Keys.Any(packed.IsInt4);
        return isInt4 ? WeightType.Int4 : WeightType.Int8;
    }

    /// <summary>A matrix of eight bits, in the caller's dispose scope; null where it is stored otherwise.</summary>
    public Q8Rows? LoadQ8(string name) => _shapes.ContainsKey(name) && !IsInt4(name)
        ? new Q8Rows(_checkpoint.Load(PackedNames.Int8(name)), _checkpoint.Load(PackedNames.Scales(name))) : null;

    /// <summary>A matrix of four bits, in the caller's dispose scope; null where it is stored otherwise.</summary>
    public Q4Blocks? LoadQ4(string name)
    {
        if (!_shapes.TryGetValue(name, out var shape) || !IsInt4(name)) return null;
        using var scope = NewDisposeScope();
        var bytes = _checkpoint.Load(PackedNames.Int4(name));                                                       // [out, in / 2], uint8
        var codes = stack([bytes.bitwise_and(15), bytes.bitwise_right_shift(4)], 2).view(shape).to(ScalarType.Int32); // [out, in]
        return new Q4Blocks(codes.MoveToOuterDisposeScope(), Grid(PackedNames.Scales(name)), Grid(PackedNames.Zeros(name)));

        Tensor Grid(string stored) => _checkpoint.Load(stored).to(ScalarType.Float32).MoveToOuterDisposeScope();     // [out, in / 32]
    }

    /// <summary>The values of a matrix, float32, in the caller's dispose scope.</summary>
    public Tensor Load(string name)
    {
        using var scope = NewDisposeScope();
        return (LoadQ8(name)?.Weights() ?? LoadQ4(name)!.Weights()).MoveToOuterDisposeScope();
    }

    private bool IsInt4(string name) => _checkpoint.Tensors.ContainsKey(PackedNames.Int4(name));

    private long[] Shape(string name, TensorEntry codes)
    {
        bool isInt4 = codes.Name == PackedNames.Int4(name);
        var type = isInt4 ? ElementType.U8 : ElementType.I8;
        if (codes.Type != type || codes.Shape.Length != 2)
            throw Fault(codes.Name, $"holds codes of a quantised matrix and is {codes.Type.Label()} [{string.Join(", ", codes.Shape)}], not {type.Label()} in two dimensions");
        long rows = codes.Shape[0], columns = codes.Shape[1] * (isInt4 ? 2 : 1);
        if (isInt4 && columns % Q4Blocks.Group != 0) throw Fault(codes.Name, $"has rows of {columns} codes, no whole number of groups of {Q4Blocks.Group}");
        long[] grid = isInt4 ? [rows, columns / Q4Blocks.Group] : [rows];
        foreach (var part in isInt4 ? new[] { PackedNames.Scales(name), PackedNames.Zeros(name) } : [PackedNames.Scales(name)])
        {
            if (!_checkpoint.Tensors.TryGetValue(part, out var entry)) throw Fault(part, $"is missing beside {codes.Name}");
            if (entry.Type != ElementType.BF16 || !entry.Shape.AsSpan().SequenceEqual(grid))
                throw Fault(part, $"is {entry.Type.Label()} [{string.Join(", ", entry.Shape)}], and the codes need BF16 [{string.Join(", ", grid)}]");
        }
        return [rows, columns];
    }

    private CheckpointException Fault(string tensor, string what) => new(_checkpoint.Path, tensor, CheckpointFault.SizeMismatch, what);
}
