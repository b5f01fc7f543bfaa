using System.Runtime.InteropServices;
using Audire.Models.Checkpoints.Gguf.Blocks;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Writing;

/// <summary>Writes the values of a tensor to a stream in a stored type, a part at a time. The bytes depend on the values alone.</summary>
internal static class TensorEncoder
{
    private const int ChunkValues = 1 << 20; // whole blocks of every type

    /// <exception cref="CheckpointException">The values cannot be stored in the type: quantised ones must be finite, and their scales within float16.</exception>
    public static void Write(Stream stream, string path, TensorToWrite target)
    {
        using var scope = NewDisposeScope();
        var values = target.Load();
        if (target.Type.IsQuantised() && values.dtype == ScalarType.Byte)
        {
            Blocks(stream, path, target, values);
            return;
        }
        if (!values.shape.AsSpan().SequenceEqual(target.Shape))
            throw new CheckpointException(path, target.Name, CheckpointFault.SizeMismatch, $"has shape [{string.Join(", ", values.shape)}], not [{string.Join(", ", target.Shape)}]");
        var flat = values.cpu().reshape(-1);
        for (long at = 0; at < flat.numel(); at += ChunkValues)
        {
            using var part = NewDisposeScope();
            Write(stream, path, target, flat.narrow(0, at, Math.Min(ChunkValues, flat.numel() - at)));
        }
    }

    private static void Blocks(Stream stream, string path, TensorToWrite target, Tensor blocks)
    {
        if (blocks.numel() != target.Bytes)
            throw new CheckpointException(path, target.Name, CheckpointFault.SizeMismatch, $"has {blocks.numel()} bytes of blocks, not {target.Bytes}");
        var flat = blocks.cpu().reshape(-1);
        for (long at = 0; at < flat.numel(); at += ChunkValues)
        {
            using var part = flat.narrow(0, at, Math.Min(ChunkValues, flat.numel() - at));
            stream.Write(part.bytes);
        }
    }

    private static void Write(Stream stream, string path, TensorToWrite target, Tensor part)
    {
        if (!target.Type.IsQuantised())
        {
            var plain = part.to(Plain(target.Type)).contiguous();
            stream.Write(plain.bytes);
            return;
        }
        var singles = part.to(ScalarType.Float32).contiguous();
        var blocks = new byte[part.numel() / target.Type.BlockValues() * target.Type.BlockBytes()];
        if (!BlockEncoder.Encode(target.Type, MemoryMarshal.Cast<byte, float>(singles.bytes), blocks))
            throw new CheckpointException(path, target.Name, CheckpointFault.BadValue, $"holds values that are not finite, or too large for {target.Type.Label()}; store it in a plain type");
        stream.Write(blocks);
    }

    private static ScalarType Plain(ElementType type) => type is ElementType.F8E4M3 or ElementType.F8E5M2 or ElementType.U16 or ElementType.U32 or ElementType.U64
        ? throw new NotSupportedException($"{type.Label()} is read but not written.") : type.LoadedAs();
}
