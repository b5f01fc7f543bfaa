using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>
/// Decoders of the blocks of 32 values. Nibbles of 16 bytes: values 0..15 are the low halves, 16..31 the high halves. Scales are float16.
/// </summary>
internal static class SmallBlocks
{
    private const int Values = 32;
    private const int Half = Values / 2;

    /// <summary>The 16 levels of the non-linear 4-bit types.</summary>
    public static Vector128<sbyte> NonLinearLevels => Vector128.Create(-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113);

    public static void Q4_0(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[18..], values = values[Values..])
        {
            var d = Single(blocks);
            var nibbles = blocks.Slice(2, Half);
            CodeVectors.Multiply(CodeVectors.Low(nibbles), 8, d, values);
            CodeVectors.Multiply(CodeVectors.High(nibbles), 8, d, values[Half..]);
        }
    }

    public static void Q4_1(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[20..], values = values[Values..])
        {
            var (d, m) = (Single(blocks), Single(blocks[2..]));
            var nibbles = blocks.Slice(4, Half);
            CodeVectors.MultiplyAdd(CodeVectors.Low(nibbles), d, m, values);
            CodeVectors.MultiplyAdd(CodeVectors.High(nibbles), d, m, values[Half..]);
        }
    }

    public static void Q5_0(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[22..], values = values[Values..])
        {
            var d = Single(blocks);
            var fifth = BinaryPrimitives.ReadUInt32LittleEndian(blocks[2..]);
            var nibbles = blocks.Slice(6, Half);
            CodeVectors.Multiply(CodeVectors.Low(nibbles) | CodeVectors.FifthBits(fifth), 16, d, values);
            CodeVectors.Multiply(CodeVectors.High(nibbles) | CodeVectors.FifthBits(fifth >> Half), 16, d, values[Half..]);
        }
    }

    public static void Q5_1(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[24..], values = values[Values..])
        {
            var (d, m) = (Single(blocks), Single(blocks[2..]));
            var fifth = BinaryPrimitives.ReadUInt32LittleEndian(blocks[4..]);
            var nibbles = blocks.Slice(8, Half);
            CodeVectors.MultiplyAdd(CodeVectors.Low(nibbles) | CodeVectors.FifthBits(fifth), d, m, values);
            CodeVectors.MultiplyAdd(CodeVectors.High(nibbles) | CodeVectors.FifthBits(fifth >> Half), d, m, values[Half..]);
        }
    }

    public static void Q8_0(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[34..], values = values[Values..])
        {
            var d = Single(blocks);
            CodeVectors.Multiply(Vector128.Create(blocks.Slice(2, Half)).AsSByte(), d, values);
            CodeVectors.Multiply(Vector128.Create(blocks.Slice(2 + Half, Half)).AsSByte(), d, values[Half..]);
        }
    }

    public static void IQ4_NL(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; blocks.Length > 0; blocks = blocks[18..], values = values[Values..])
            NonLinear(blocks.Slice(2, Half), Single(blocks), values);
    }

    /// <summary>32 values of a non-linear type: scale times the level of each nibble.</summary>
    public static void NonLinear(ReadOnlySpan<byte> nibbles, float scale, Span<float> values)
    {
        CodeVectors.Multiply(Vector128.Shuffle(NonLinearLevels, CodeVectors.Low(nibbles).AsSByte()), scale, values);
        CodeVectors.Multiply(Vector128.Shuffle(NonLinearLevels, CodeVectors.High(nibbles).AsSByte()), scale, values[Half..]);
    }

    private static float Single(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
