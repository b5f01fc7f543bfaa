namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>
/// Quantises float32 to blocks of 32, each block by itself: symmetric types scale by the value of largest magnitude, the others map smallest and
/// largest value to the ends of their codes. The arithmetic is the format's reference: float32 throughout, where noted float64.
/// </summary>
internal static class BlockEncoder
{
    private const int Values = 32;

    private delegate bool Encoder(ReadOnlySpan<float> values, Span<byte> block);

    /// <summary>The types that can be made here.</summary>
    public static bool CanEncode(ElementType type) => type is ElementType.Q4_0 or ElementType.Q4_1 or ElementType.Q5_0 or ElementType.Q5_1 or ElementType.Q8_0;

    /// <param name="type">One that <see cref="CanEncode"/> names.</param>
    /// <param name="values">Whole blocks of values.</param>
    /// <param name="blocks">Room for exactly their blocks.</param>
    /// <returns>False where a value is not finite or a scale passes float16; the blocks are then worthless.</returns>
    public static bool Encode(ElementType type, ReadOnlySpan<float> values, Span<byte> blocks)
    {
        Encoder encode = type switch
        {
            ElementType.Q4_0 => static (values, block) => SymmetricNibbles.Encode(values, block, bits: 4),
            ElementType.Q5_0 => static (values, block) => SymmetricNibbles.Encode(values, block, bits: 5),
            ElementType.Q4_1 => static (values, block) => RangeNibbles.Encode(values, block, bits: 4),
            ElementType.Q5_1 => static (values, block) => RangeNibbles.Encode(values, block, bits: 5),
            ElementType.Q8_0 => SignedBytes,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type that is written here."),
        };
        var width = type.BlockBytes();
        for (; values.Length > 0; values = values[Values..], blocks = blocks[width..])
            if (!encode(values[..Values], blocks[..width])) return false;
        return true;
    }

    private static bool SignedBytes(ReadOnlySpan<float> values, Span<byte> block)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            if (!float.IsFinite(value)) return false;
            largest = Math.Max(largest, Math.Abs(value));
        }
        var d = largest / 127;
        var inverse = d == 0 ? 0 : 1 / d;
        for (var l = 0; l < Values; l++) block[2 + l] = (byte)(sbyte)MathF.Round(values[l] * inverse, MidpointRounding.AwayFromZero);
        return NibblePacking.WriteHalf(block, d);
    }
}
