using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>Turns stored bits of plain (not quantised) types into tensors of the type <see cref="ElementTypes.LoadedAs"/> names.</summary>
internal static class PlainTensors
{
    /// <summary>The libtorch type that the stored bits are read as, of the same width.</summary>
    public static ScalarType BitsOf(ElementType type) => type switch
    {
        ElementType.Bool or ElementType.F8E4M3 or ElementType.F8E5M2 => ScalarType.Byte,
        ElementType.U16 => ScalarType.Int16,
        ElementType.U32 => ScalarType.Int32,
        _ => type.LoadedAs(),
    };

    /// <param name="path">The file, for messages.</param>
    /// <param name="entry">What is asked for.</param>
    /// <param name="view">Gives the stored bits in their shape, as a libtorch type whose elements have so many bytes.</param>
    /// <returns>The values, owned by the caller's dispose scope; the view itself where bits and values are the same.</returns>
    public static Tensor Load(string path, TensorEntry entry, Func<ScalarType, int, Tensor> view)
    {
        using var scope = NewDisposeScope();
        var bits = view(BitsOf(entry.Type), entry.Type.BlockBytes());
        var loaded = entry.Type switch
        {
            ElementType.Bool => Booleans(path, entry, bits),
            ElementType.F8E4M3 or ElementType.F8E5M2 => EightBitFloats.Decode(entry.Type, bits),
            ElementType.U16 => bits.to(ScalarType.Int32).bitwise_and(0xFFFF),
            ElementType.U32 => bits.to(ScalarType.Int64).bitwise_and(0xFFFFFFFFL),
            ElementType.U64 => NoneBeyondInt64(path, entry, bits),
            _ => bits,
        };
        return loaded.MoveToOuterDisposeScope();
    }

    // Any other byte in a bool tensor is undefined behaviour inside libtorch.
    private static Tensor Booleans(string path, TensorEntry entry, Tensor bytes) =>
        bytes.numel() == 0 || bytes.max().item<byte>() <= 1 ? bytes.to(ScalarType.Bool)
        : throw new CheckpointException(path, entry.Name, CheckpointFault.BadValue, "is boolean but holds bytes other than 0 and 1");

    private static Tensor NoneBeyondInt64(string path, TensorEntry entry, Tensor bits) =>
        bits.numel() == 0 || bits.min().item<long>() >= 0 ? bits
        : throw new CheckpointException(path, entry.Name, CheckpointFault.BadValue,
            "holds unsigned integers beyond 2^63 - 1, which no tensor type here holds; its bytes can be had by LoadBlocks");
}
