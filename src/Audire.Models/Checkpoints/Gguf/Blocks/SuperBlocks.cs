using System.Buffers.Binary;

namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>Decoders of the blocks of 256 values, whose groups of 16 or 32 have small integer scales below one or two float16 ones.</summary>
internal static class SuperBlocks
{
    private const int Values = 256;

    public static void Q2_K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[84..], values = values[Values..])
        {
            var scales = blocks[..16];
            var codes = blocks.Slice(16, 64);
            var (d, dmin) = (Half(blocks[80..]), Half(blocks[82..]));
            for (var group = 0; group < 16; group++)
            {
                var scale = d * (scales[group] & 15);
                var minimum = dmin * (scales[group] >> 4);
                var bytes = TwoBitBytes(codes, group);
                var shift = TwoBitShift(group);
                var target = values.Slice(group * 16, 16);
                for (var l = 0; l < 16; l++) target[l] = scale * ((bytes[l] >> shift) & 3) - minimum;
            }
        }
    }

    public static void Q3_K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[110..], values = values[Values..])
        {
            var third = blocks[..32];
            var codes = blocks.Slice(32, 64);
            var scales = blocks.Slice(96, 12);
            var d = Half(blocks[108..]);
            for (var group = 0; group < 16; group++)
            {
                var low = group < 8 ? scales[group] & 15 : scales[group - 8] >> 4;
                var high = (scales[8 + group % 4] >> (2 * (group / 4))) & 3;
                var scale = d * ((low | high << 4) - 32);
                var bytes = TwoBitBytes(codes, group);
                var shift = TwoBitShift(group);
                var bits = third.Slice(group % 2 * 16, 16);
                var target = values.Slice(group * 16, 16);
                // The third bit is stored inverted: where it is clear, 4 is taken off.
                for (var l = 0; l < 16; l++) target[l] = scale * (((bytes[l] >> shift) & 3) - ((bits[l] >> (group / 2)) & 1 ^ 1) * 4);
            }
        }
    }

    public static void Q4_K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[144..], values = values[Values..])
        {
            var scales = new ScalesAndMinima(blocks);
            var codes = blocks.Slice(16, 128);
            for (var group = 0; group < 8; group++)
            {
                var (scale, minimum) = scales.Of(group);
                var bytes = codes.Slice(group / 2 * 32, 32);
                var shift = group % 2 * 4;
                var target = values.Slice(group * 32, 32);
                for (var l = 0; l < 32; l++) target[l] = scale * ((bytes[l] >> shift) & 15) - minimum;
            }
        }
    }

    public static void Q5_K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[176..], values = values[Values..])
        {
            var scales = new ScalesAndMinima(blocks);
            var fifth = blocks.Slice(16, 32);
            var codes = blocks.Slice(48, 128);
            for (var group = 0; group < 8; group++)
            {
                var (scale, minimum) = scales.Of(group);
                var bytes = codes.Slice(group / 2 * 32, 32);
                var shift = group % 2 * 4;
                var target = values.Slice(group * 32, 32);
                for (var l = 0; l < 32; l++) target[l] = scale * ((bytes[l] >> shift) & 15 | ((fifth[l] >> group) & 1) << 4) - minimum;
            }
        }
    }

    public static void Q6_K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[210..], values = values[Values..])
        {
            var lows = blocks[..128];
            var highs = blocks.Slice(128, 64);
            var scales = blocks.Slice(192, 16);
            var d = Half(blocks[208..]);
            for (var group = 0; group < 16; group++)
            {
                // Eight groups are one half; two groups share each of its quarters.
                var (half, quarter, start) = (group / 8, group % 8 / 2, group % 2 * 16);
                var scale = d * (sbyte)scales[group];
                var low = lows.Slice(64 * half + 32 * (quarter % 2) + start, 16);
                var high = highs.Slice(32 * half + start, 16);
                var target = values.Slice(group * 16, 16);
                for (var l = 0; l < 16; l++)
                    target[l] = scale * (((low[l] >> (quarter / 2 * 4)) & 15 | ((high[l] >> (2 * quarter)) & 3) << 4) - 32);
            }
        }
    }

    public static void IQ4_XS(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[136..], values = values[Values..])
        {
            var d = Half(blocks);
            var highScales = BinaryPrimitives.ReadUInt16LittleEndian(blocks[2..]);
            var lowScales = blocks.Slice(4, 4);
            var codes = blocks.Slice(8, 128);
            for (var group = 0; group < 8; group++)
            {
                var scale = d * ((((lowScales[group / 2] >> (group % 2 * 4)) & 15) | ((highScales >> (2 * group)) & 3) << 4) - 32);
                SmallBlocks.NonLinear(codes.Slice(group * 16, 16), scale, values.Slice(group * 32, 32));
            }
        }
    }

    // Two-bit codes: 32 bytes hold four rounds of 32 values, two groups of 16 a round.
    private static ReadOnlySpan<byte> TwoBitBytes(ReadOnlySpan<byte> codes, int group) => codes.Slice(32 * (group / 8) + 16 * (group % 2), 16);

    private static int TwoBitShift(int group) => 2 * (group % 8 / 2);

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);

    /// <summary>The twelve bytes of 6-bit scales and minima of Q4_K and Q5_K, below float16 d and dmin.</summary>
    private readonly ref struct ScalesAndMinima(ReadOnlySpan<byte> block)
    {
        private readonly float _d = Half(block);
        private readonly float _dmin = Half(block[2..]);
        private readonly ReadOnlySpan<byte> _packed = block.Slice(4, 12);

        public (float Scale, float Minimum) Of(int group)
        {
            var scale = group < 4 ? _packed[group] & 63 : (_packed[group + 4] & 15) | (_packed[group - 4] >> 6) << 4;
            var minimum = group < 4 ? _packed[group + 4] & 63 : (_packed[group + 4] >> 4) | (_packed[group] >> 6) << 4;
            return (_d * scale, _dmin * minimum);
        }
    }
}
