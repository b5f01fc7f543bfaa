using System.Buffers.Binary;

namespace Audire.Audio.Decoding.Containers;

/// <summary>The packets of the first logical stream in an Ogg file, joined (RFC 3533).</summary>
internal static class OggPages
{
    private const int HeaderBytes = 27, ChecksumAt = 22;
    private const byte EndOfStreamFlag = 4;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(value => MakeEntry((uint)value))];

    /// <summary>The first bytes of the first packet, which name the codec; the source stays where it is.</summary>
    public static byte[] FirstPacketHead(ByteSource source)
    {
        var start = source.Position;
        var page = ReadPage(source);
        source.Seek(start);
        return page.Body[..Math.Min(page.Body.Length, 64)];
    }

    /// <summary>Everything the first stream's pages hold. A file cut inside a page ends with the page before.</summary>
    public static MemoryStream Join(DecodeContext context)
    {
        var joined = new MemoryStream();
        uint? serial = null;
        while (context.Source.Remaining > 0)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (!HasWholePage(context.Source)) break;
            var page = ReadPage(context.Source);
            serial ??= page.Serial;
            if (page.Serial != serial) continue; // another stream, interleaved or chained
            joined.Write(page.Body);
            if ((page.Flags & EndOfStreamFlag) != 0) break;
        }
        joined.Position = 0;
        return joined;
    }

    private static bool HasWholePage(ByteSource source)
    {
        var start = source.Position;
        if (source.Remaining < HeaderBytes) return false;
        int segments = source.Take(HeaderBytes)[HeaderBytes - 1];
        var complete = source.Remaining >= segments;
        if (complete)
        {
            Span<byte> sizes = stackalloc byte[segments];
            source.Read(sizes);
            var body = 0;
            foreach (var size in sizes) body += size;
            complete = source.Remaining >= body;
        }
        source.Seek(start);
        return complete;
    }

    private static Page ReadPage(ByteSource source)
    {
        Span<byte> header = stackalloc byte[HeaderBytes + 255];
        source.Take(HeaderBytes).CopyTo(header);
        if (!header.StartsWith("OggS"u8) || header[4] != 0) source.Fail(AudioFormatProblem.CorruptData, "an Ogg page should start here and does not");
        int segments = header[HeaderBytes - 1], bodyLength = 0;
        if (source.Read(header.Slice(HeaderBytes, segments)) < segments) source.Fail(AudioFormatProblem.TruncatedHeader, "the file ends inside the header of an Ogg page");
        foreach (var size in header.Slice(HeaderBytes, segments)) bodyLength += size;
        var body = new byte[bodyLength]; // at most 65,025
        if (source.Read(body) < bodyLength) source.Fail(AudioFormatProblem.TruncatedData, "the file ends inside an Ogg page");
        var stated = BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumAt..]);
        header.Slice(ChecksumAt, 4).Clear();
        if (Crc(Crc(0, header[..(HeaderBytes + segments)]), body) != stated) source.Fail(AudioFormatProblem.Checksum, "the CRC-32 of an Ogg page is wrong");
        return new(header[5], BinaryPrimitives.ReadUInt32LittleEndian(header[14..]), body);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = crc << 8 ^ CrcTable[crc >> 24 ^ value];
        return crc;
    }

    // Polynomial 0x04C11DB7, highest bit first, start and end value zero.
    private static uint MakeEntry(uint value)
    {
        value <<= 24;
        for (var bit = 0; bit < 8; bit++) value = (value & 0x8000_0000) != 0 ? value << 1 ^ 0x04c1_1db7 : value << 1;
        return value;
    }

    private sealed record Page(byte Flags, uint Serial, byte[] Body);
}
