namespace Audire.Models.Checkpoints.Gguf.Blocks;

/// <summary>Q4_0 and Q5_0: value = d·(code − half), where the value of largest magnitude gets code 0.</summary>
internal static class SymmetricNibbles
{
    public static bool Encode(ReadOnlySpan<float> values, Span<byte> block, int bits)
    {
        var extreme = 0f;
        foreach (var value in values)
        {
            if (!float.IsFinite(value)) return false;
            if (Math.Abs(value) > Math.Abs(extreme)) extreme = value;
        }
        var half = 1 << (bits - 1);
        var d = extreme / -half;
        var inverse = d == 0 ? 0 : 1 / d;
        Span<byte> codes = stackalloc byte[32];
        // In float64: a product rounded to float32 would fall on the other side of some midpoints.
        for (var l = 0; l < codes.Length; l++) codes[l] = (byte)Math.Clamp((int)((double)values[l] * inverse + half + 0.5), 0, 2 * half - 1);
        NibblePacking.Write(codes, block[2..], bits);
        return NibblePacking.WriteHalf(block, d);
    }
}
