using System.Buffers.Binary;
using System.IO.Compression;

namespace Audire.Reporting.Pictures;

/// <summary>
/// Writes a PNG whose pixels are indices into a palette: for a colour map the smallest lossless form, and the same bytes on
/// every platform.
/// </summary>
/// <remarks>PNG specification (third edition), colour type 3, bit depth 8, one IDAT chunk, no row filters.</remarks>
internal static class IndexedPng
{
    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static readonly uint[] CrcTable = BuildCrcTable();

    /// <param name="pixels">Palette indices, row by row from the top.</param>
    /// <param name="width">Pixels in a row, at least 1.</param>
    /// <param name="palette">Red, green and blue of each colour; at most 256 colours.</param>
    public static byte[] Encode(byte[] pixels, int width, ReadOnlySpan<byte> palette)
    {
        using var png = new MemoryStream();
        png.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], pixels.Length / width);
        header[8] = 8; // bits an index
        header[9] = 3; // indices into a palette
        WriteChunk(png, "IHDR"u8, header);
        WriteChunk(png, "PLTE"u8, palette);
        WriteChunk(png, "IDAT"u8, Compress(pixels, width));
        WriteChunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static byte[] Compress(byte[] pixels, int width)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var row = 0; row < pixels.Length; row += width)
            {
                zlib.WriteByte(0); // the row is not filtered
                zlib.Write(pixels, row, width);
            }
        }

        return packed.ToArray();
    }

    // Length, type, data, and the checksum over type and data.
    private static void WriteChunk(Stream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        png.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) crc = CrcTable[(crc ^ b) & 0xFF] ^ crc >> 8;
        return crc;
    }

    private static uint[] BuildCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? 0xEDB88320u ^ crc >> 1 : crc >> 1;
            table[i] = crc;
        }

        return table;
    }
}
