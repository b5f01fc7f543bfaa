using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>Turns stored bytes of plain (not quantised) types into tensors of the type <see cref="ElementTypes.LoadedAs"/> names.</summary>
internal static class PlainTensors
{
    /// <summary>A strided view of values that start at a byte offset; the caller has checked that all lie within the file.</summary>
    public static Tensor Load(TensorFile file, TensorEntry entry, long offset, long[] strides)
    {
        var type = entry.Type;
        if (type.CanMap()) return file.View(type.LoadedAs(), type.BlockBytes(), offset, entry.Shape, strides);
        using var scope = NewDisposeScope();
        var loaded = type switch
        {
            ElementType.Bool => Booleans(file, entry, Raw(ScalarType.Byte)),
            ElementType.F8E4M3 or ElementType.F8E5M2 => EightBitFloats.Decode(type, Raw(ScalarType.Byte)),
            ElementType.U16 => Raw(ScalarType.Int16).to(ScalarType.Int32).bitwise_and(0xFFFF),
            ElementType.U32 => Raw(ScalarType.Int32).to(ScalarType.Int64).bitwise_and(0xFFFFFFFFL),
            ElementType.U64 => NoneBeyondInt64(file, entry, Raw(ScalarType.Int64)),
            _ => throw new ArgumentOutOfRangeException(nameof(entry), type, "Not a plain type."),
        };
        return loaded.MoveToOuterDisposeScope();

        Tensor Raw(ScalarType bits) => file.View(bits, type.BlockBytes(), offset, entry.Shape, strides);
    }

    // Any other byte in a bool tensor is undefined behaviour inside libtorch.
    private static Tensor Booleans(TensorFile file, TensorEntry entry, Tensor bytes) =>
        bytes.numel() == 0 || bytes.max().item<byte>() <= 1 ? bytes.to(ScalarType.Bool)
        : throw new CheckpointException(file.Path, entry.Name, CheckpointFault.BadValue, "is boolean but holds bytes other than 0 and 1");

    private static Tensor NoneBeyondInt64(TensorFile file, TensorEntry entry, Tensor bits) =>
        bits.numel() == 0 || bits.min().item<long>() >= 0 ? bits
        : throw new CheckpointException(file.Path, entry.Name, CheckpointFault.BadValue,
            "holds unsigned integers beyond 2^63 - 1, which no tensor type here holds; its bytes can be had by LoadBlocks");
}
