namespace Audire.Audio.Decoding.Flac;

/// <summary>CRC-8 (x^8 + x^2 + x + 1) of frame headers and CRC-16 (x^16 + x^15 + x^2 + 1) of frames, both starting from zero.</summary>
internal static class FlacChecksums
{
    private static readonly byte[] Table8 = [.. Enumerable.Range(0, 256).Select(value => (byte)Divide(value, 8, 0x07))];
    private static readonly ushort[] Table16 = [.. Enumerable.Range(0, 256).Select(value => (ushort)Divide(value << 8, 16, 0x8005))];

    public static byte Crc8(ReadOnlySpan<byte> bytes)
    {
        byte crc = 0;
        foreach (var value in bytes) crc = Table8[crc ^ value];
        return crc;
    }

    public static ushort Crc16(ushort crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = (ushort)(crc << 8 ^ Table16[crc >> 8 ^ value]);
        return crc;
    }

    private static int Divide(int value, int width, int polynomial)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value >> (width - 1) & 1) != 0 ? value << 1 ^ polynomial : value << 1;
        return value & (1 << width) - 1;
    }
}
