using System.Buffers.Binary;

namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>Lays 32 codes of four or five bits out as the format does: a word of fifth bits, then 16 bytes with codes 0..15 low and 16..31 high.</summary>
internal static class NibblePacking
{
    /// <param name="codes">32 codes.</param>
    /// <param name="target">16 bytes, or 20 where there is a fifth bit.</param>
    /// <param name="bits">4 or 5.</param>
    public static void Write(ReadOnlySpan<byte> codes, Span<byte> target, int bits)
    {
        if (bits == 5)
        {
            var fifth = 0u;
            for (var l = 0; l < 32; l++) fifth |= (uint)(codes[l] >> 4) << l;
            BinaryPrimitives.WriteUInt32LittleEndian(target, fifth);
            target = target[4..];
        }
        for (var l = 0; l < 16; l++) target[l] = (byte)((codes[l] & 15) | (codes[16 + l] & 15) << 4);
    }

    /// <summary>Writes a scale as float16; false where it does not fit.</summary>
    public static bool WriteHalf(Span<byte> target, float value)
    {
        var half = (Half)value;
        BinaryPrimitives.WriteHalfLittleEndian(target, half);
        return Half.IsFinite(half);
    }
}
