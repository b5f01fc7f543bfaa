namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>Q4_1 and Q5_1: value = d·code + m, where the smallest value gets code 0 and the largest the highest.</summary>
internal static class RangeNibbles
{
    public static bool Encode(ReadOnlySpan<float> values, Span<byte> block, int bits)
    {
        float low = values[0], high = values[0];
        foreach (var value in values)
        {
            if (!float.IsFinite(value)) return false;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        var top = (1 << bits) - 1;
        var d = (high - low) / top;
        var inverse = d == 0 ? 0 : 1 / d;
        Span<byte> codes = stackalloc byte[32];
        for (var l = 0; l < codes.Length; l++) codes[l] = (byte)Math.Clamp((int)((values[l] - low) * inverse + 0.5f), 0, top);
        NibblePacking.Write(codes, block[4..], bits);
        return NibblePacking.WriteHalf(block, d) & NibblePacking.WriteHalf(block[2..], low);
    }
}
