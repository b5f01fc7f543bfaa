namespace Audire.Audio.Decoding.Pcm;

/// <summary>The expansion tables of ITU-T G.711, to ±1.</summary>
internal static class G711
{
    public static float[] ALaw { get; } = [.. Enumerable.Range(0, 256).Select(ExpandALaw)];

    public static float[] MuLaw { get; } = [.. Enumerable.Range(0, 256).Select(ExpandMuLaw)];

    // Even bits are inverted in transmission; sign, three bits of exponent, four of mantissa, half a step added.
    private static float ExpandALaw(int code)
    {
        code ^= 0x55;
        int exponent = code >> 4 & 7, mantissa = (code & 15) * 16 + 8;
        var magnitude = exponent == 0 ? mantissa : mantissa + 256 << exponent - 1;
        return ((code & 0x80) != 0 ? magnitude : -magnitude) / 32768f;
    }

    // All bits are inverted in transmission; the code's segments start at 33 instead of 0 (132 on the 16-bit scale).
    private static float ExpandMuLaw(int code)
    {
        code = ~code;
        var magnitude = ((code & 15) * 8 + 132 << (code >> 4 & 7)) - 132;
        return ((code & 0x80) != 0 ? -magnitude : magnitude) / 32768f;
    }
}
