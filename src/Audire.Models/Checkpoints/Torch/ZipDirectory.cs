using System.Buffers.Binary;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>
/// The entries of a zip archive (PKWARE APPNOTE 6.3, with ZIP64), read from the central directory and held against each local header.
/// Nothing is extracted: names never meet the file system.
/// </summary>
internal sealed class ZipDirectory
{
    private const uint EndSignature = 0x06054B50;
    private const uint End64Signature = 0x06064B50;
    private const uint Locator64Signature = 0x07064B50;
    private const int EndBytes = 22;
    private const int Locator64Bytes = 20;

    private readonly TensorFile _file;
    private readonly Dictionary<string, ZipEntry> _entries = new(StringComparer.Ordinal);

    private ZipDirectory(TensorFile file) => _file = file;

    /// <summary>By name, in the directory's order.</summary>
    public IReadOnlyDictionary<string, ZipEntry> Entries => _entries;

    public static ZipDirectory Read(TensorFile file)
    {
        var directory = new ZipDirectory(file);
        directory.Read();
        return directory;
    }

    private void Read()
    {
        var (count, start, bytes) = End();
        var cursor = new ByteCursor(_file, start, start + bytes);
        var records = new ZipRecordReader(_file, start);
        var ranges = new List<(long Start, long End)>();
        for (long i = 0; i < count; i++)
        {
            if (cursor.Left == 0) throw Bad($"has a directory of {i} entries that claims {count}");
            var (entry, localStart) = records.Read(cursor);
            if (!_entries.TryAdd(entry.Name, entry))
                throw _file.Fault(CheckpointFault.AmbiguousEntry, $"holds two entries {CheckpointException.Quote(entry.Name)}");
            ranges.Add((localStart, entry.Offset + entry.Packed));
        }
        if (cursor.Left != 0) throw Bad($"has {cursor.Left} bytes after the {count} entries of its directory");
        // Entries that share bytes make small files unpack to huge ones.
        var free = 0L;
        foreach (var (from, to) in ranges.Order())
        {
            if (from < free) throw Bad("has entries that overlap");
            free = to;
        }
    }

    // The end record lies in the last 64 KiB; its comment must reach exactly to the end of the file.
    private (long Count, long Start, long Bytes) End()
    {
        var tailBytes = (int)Math.Min(_file.Length, EndBytes + ushort.MaxValue);
        var tail = new byte[tailBytes];
        _file.Read(_file.Length - tailBytes, tail);
        for (var at = tailBytes - EndBytes; at >= 0; at--)
        {
            var record = tail.AsSpan(at);
            if (BinaryPrimitives.ReadUInt32LittleEndian(record) != EndSignature) continue;
            if (EndBytes + BinaryPrimitives.ReadUInt16LittleEndian(record[20..]) != record.Length) continue;
            return End(record, _file.Length - tailBytes + at);
        }
        throw _file.Fault(CheckpointFault.Truncated, "is a zip archive without its end: the file is cut short");
    }

    private (long Count, long Start, long Bytes) End(ReadOnlySpan<byte> record, long at)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(record[4..]) != 0) throw _file.Fault(CheckpointFault.UnsupportedArchive, "is one part of a split archive");
        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]);
        ulong bytes = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]);
        ulong start = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        var end = at;
        if (At64(at) is { } at64)
        {
            var cursor = new ByteCursor(_file, at64, at);
            if (at - at64 < 56 || cursor.U32() != End64Signature) throw Bad("has a ZIP64 locator that points to no end record");
            cursor.Skip(28);
            count = cursor.U64();
            bytes = cursor.U64();
            start = cursor.U64();
            end = at64;
        }
        if (start > (ulong)end || bytes > (ulong)end - start) throw Bad($"has a directory said to lie at bytes {start} to {(UInt128)start + bytes}, beyond its end record at {end}");
        return ((long)Math.Min(count, long.MaxValue), (long)start, (long)bytes);
    }

    private long? At64(long endAt)
    {
        if (endAt < Locator64Bytes) return null;
        var cursor = new ByteCursor(_file, endAt - Locator64Bytes, endAt);
        if (cursor.U32() != Locator64Signature) return null;
        cursor.Skip(4);
        var at = cursor.U64();
        return at < (ulong)endAt ? (long)at : throw Bad("has a ZIP64 end record said to lie past its end");
    }

    private CheckpointException Bad(string reason) => _file.Fault(CheckpointFault.BadArchive, reason);
}
