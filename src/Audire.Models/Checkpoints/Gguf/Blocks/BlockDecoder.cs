using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>Turns quantised blocks into float32: every product rounded to float32 first, then the sum, as the format's own code does.</summary>
internal static class BlockDecoder
{
    private const int ChunkValues = 1 << 26;

    private delegate void Decoder(ReadOnlySpan<byte> blocks, Span<float> values);

    /// <param name="type">A quantised type.</param>
    /// <param name="blocks">uint8, [rows, bytes a row], contiguous.</param>
    /// <param name="shape">The tensor's shape.</param>
    /// <returns>float32 of that shape, owned by the caller's dispose scope.</returns>
    public static Tensor Decode(ElementType type, Tensor blocks, long[] shape)
    {
        var decode = For(type);
        var result = empty(shape, ScalarType.Float32);
        using var scope = NewDisposeScope();
        var bytes = blocks.view(-1);
        var values = result.view(-1);
        // In parts, since a span ends at 2^31 bytes.
        for (long at = 0; at < values.numel(); at += ChunkValues)
        {
            var count = Math.Min(ChunkValues, values.numel() - at);
            var part = bytes.narrow(0, at / type.BlockValues() * type.BlockBytes(), count / type.BlockValues() * type.BlockBytes());
            decode(part.bytes, MemoryMarshal.Cast<byte, float>(values.narrow(0, at, count).bytes));
        }
        return result;
    }

    private static Decoder For(ElementType type) => type switch
    {
        ElementType.Q4_0 => SmallBlocks.Q4_0,
        ElementType.Q4_1 => SmallBlocks.Q4_1,
        ElementType.Q5_0 => SmallBlocks.Q5_0,
        ElementType.Q5_1 => SmallBlocks.Q5_1,
        ElementType.Q8_0 => SmallBlocks.Q8_0,
        ElementType.IQ4_NL => SmallBlocks.IQ4_NL,
        ElementType.Q2_K => SuperBlocks.Q2_K,
        ElementType.Q3_K => SuperBlocks.Q3_K,
        ElementType.Q4_K => SuperBlocks.Q4_K,
        ElementType.Q5_K => SuperBlocks.Q5_K,
        ElementType.Q6_K => SuperBlocks.Q6_K,
        ElementType.IQ4_XS => SuperBlocks.IQ4_XS,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a quantised type."),
    };
}
