using System.Buffers.Binary;

namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>
/// Decoders of the blocks of 32 values. Nibbles of 16 bytes: values 0..15 are the low halves, 16..31 the high halves. Scales are float16.
/// </summary>
internal static class SmallBlocks
{
    /// <summary>The 16 levels of the non-linear 4-bit types.</summary>
    public static ReadOnlySpan<sbyte> NonLinearLevels => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    private const int Values = 32;

    public static void Q4_0(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[18..], values = values[Values..])
        {
            var d = Half(blocks);
            var nibbles = blocks.Slice(2, 16);
            var low = values[..16];
            var high = values.Slice(16, 16);
            for (var l = 0; l < 16; l++)
            {
                low[l] = d * ((nibbles[l] & 15) - 8);
                high[l] = d * ((nibbles[l] >> 4) - 8);
            }
        }
    }

    public static void Q4_1(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[20..], values = values[Values..])
        {
            var (d, m) = (Half(blocks), Half(blocks[2..]));
            var nibbles = blocks.Slice(4, 16);
            var low = values[..16];
            var high = values.Slice(16, 16);
            for (var l = 0; l < 16; l++)
            {
                low[l] = d * (nibbles[l] & 15) + m;
                high[l] = d * (nibbles[l] >> 4) + m;
            }
        }
    }

    public static void Q5_0(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[22..], values = values[Values..])
        {
            var d = Half(blocks);
            var fifth = BinaryPrimitives.ReadUInt32LittleEndian(blocks[2..]);
            var nibbles = blocks.Slice(6, 16);
            var low = values[..16];
            var high = values.Slice(16, 16);
            for (var l = 0; l < 16; l++)
            {
                low[l] = d * (((nibbles[l] & 15) | (int)((fifth >> l) & 1) << 4) - 16);
                high[l] = d * (((nibbles[l] >> 4) | (int)((fifth >> (16 + l)) & 1) << 4) - 16);
            }
        }
    }

    public static void Q5_1(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[24..], values = values[Values..])
        {
            var (d, m) = (Half(blocks), Half(blocks[2..]));
            var fifth = BinaryPrimitives.ReadUInt32LittleEndian(blocks[4..]);
            var nibbles = blocks.Slice(8, 16);
            var low = values[..16];
            var high = values.Slice(16, 16);
            for (var l = 0; l < 16; l++)
            {
                low[l] = d * ((nibbles[l] & 15) | (int)((fifth >> l) & 1) << 4) + m;
                high[l] = d * ((nibbles[l] >> 4) | (int)((fifth >> (16 + l)) & 1) << 4) + m;
            }
        }
    }

    public static void Q8_0(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[34..], values = values[Values..])
        {
            var d = Half(blocks);
            var codes = blocks.Slice(2, Values);
            var block = values[..Values];
            for (var l = 0; l < Values; l++) block[l] = d * (sbyte)codes[l];
        }
    }

    public static void IQ4_NL(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        var levels = NonLinearLevels;
        for (; blocks.Length > 0; blocks = blocks[18..], values = values[Values..])
        {
            var d = Half(blocks);
            var nibbles = blocks.Slice(2, 16);
            var low = values[..16];
            var high = values.Slice(16, 16);
            for (var l = 0; l < 16; l++)
            {
                low[l] = d * levels[nibbles[l] & 15];
                high[l] = d * levels[nibbles[l] >> 4];
            }
        }
    }

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
