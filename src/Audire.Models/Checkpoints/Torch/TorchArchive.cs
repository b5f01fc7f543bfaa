using System.IO.Compression;
using System.Text;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>A zip archive laid out as <c>torch.save</c> does since 1.6: one folder with <c>data.pkl</c>, <c>data/KEY</c> for each storage, <c>byteorder</c>.</summary>
internal sealed class TorchArchive
{
    /// <summary>Largest pickle, packed or not: that of a 70B model has about one megabyte.</summary>
    public const long MaxPickle = 32 << 20;

    private const long MaxDeflated = 1L << 30;

    private readonly TensorFile _file;
    private readonly IReadOnlyDictionary<string, ZipEntry> _entries;
    private readonly string _root;

    public TorchArchive(TensorFile file)
    {
        _file = file;
        _entries = ZipDirectory.Read(file).Entries;
        _root = Root();
        if (_entries.ContainsKey(_root + "constants.pkl") || _entries.Keys.Any(name => name.StartsWith(_root + "code/", StringComparison.Ordinal)))
            throw file.Fault(CheckpointFault.UnsupportedArchive, "is a TorchScript archive, a program rather than a checkpoint; save the module's state_dict instead");
        if (_entries.TryGetValue(_root + "byteorder", out var order) && order.Size <= 16 && Encoding.ASCII.GetString(Unpack(order)).Trim() is not "little" and var found)
            throw file.Fault(CheckpointFault.UnsupportedEndianness, $"says its byte order is {CheckpointException.Quote(found)}; only little is read");
    }

    /// <summary>The object's pickle.</summary>
    public ByteCursor Pickle()
    {
        if (!_entries.TryGetValue(_root + "data.pkl", out var entry))
            throw _file.Fault(CheckpointFault.MissingEntry, "is a zip archive without data.pkl, so no torch checkpoint");
        if (entry.Size > MaxPickle) throw _file.Fault(CheckpointFault.TooLarge, $"has a data.pkl of {entry.Size} bytes, more than {MaxPickle}");
        return new(_file.Path, Unpack(entry));
    }

    /// <summary>The entry of a storage; its key is untrusted.</summary>
    public ZipEntry Storage(string key) => _entries.TryGetValue($"{_root}data/{key}", out var entry) ? entry
        : throw _file.Fault(CheckpointFault.MissingEntry, $"lacks the storage {CheckpointException.Quote(key)}");

    /// <summary>Content in memory, its checksum verified.</summary>
    public byte[] Unpack(ZipEntry entry)
    {
        if (entry.Size > MaxDeflated) throw _file.Fault(CheckpointFault.TooLarge, $"has {CheckpointException.Quote(entry.Name)} of {entry.Size} bytes to unpack, more than {MaxDeflated}");
        var bytes = new byte[entry.Packed];
        _file.Read(entry.Offset, bytes);
        if (entry.Deflated) bytes = Inflate(entry, bytes);
        return Crc32.Append(0, bytes) == entry.Checksum ? bytes : throw BadChecksum(entry);
    }

    /// <summary>Verifies a stored entry in place, a megabyte at a time.</summary>
    public void Verify(ZipEntry entry)
    {
        var buffer = new byte[Math.Min(entry.Size, 1 << 20)];
        var checksum = 0u;
        for (long at = 0; at < entry.Size; at += buffer.Length)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Size - at));
            _file.Read(entry.Offset + at, part);
            checksum = Crc32.Append(checksum, part);
        }
        if (checksum != entry.Checksum) throw BadChecksum(entry);
    }

    private string Root()
    {
        var roots = _entries.Keys.Select(name => name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)]).Distinct(StringComparer.Ordinal).Take(2).ToArray();
        return roots.Length switch
        {
            1 => roots[0],
            0 => throw _file.Fault(CheckpointFault.MissingEntry, "is an empty zip archive"),
            _ => throw _file.Fault(CheckpointFault.AmbiguousEntry, $"has entries in both {CheckpointException.Quote(roots[0])} and {CheckpointException.Quote(roots[1])}; a checkpoint has one folder"),
        };
    }

    private byte[] Inflate(ZipEntry entry, byte[] packed)
    {
        var content = new byte[entry.Size];
        using var inflater = new DeflateStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);
        try
        {
            if (inflater.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length && inflater.ReadByte() < 0) return content;
        }
        catch (InvalidDataException)
        {
            // Told below like every other disagreement between data and directory.
        }
        throw _file.Fault(CheckpointFault.BadArchive, $"has {CheckpointException.Quote(entry.Name)} that does not unpack to its {entry.Size} bytes; the archive is damaged");
    }

    private CheckpointException BadChecksum(ZipEntry entry) =>
        _file.Fault(CheckpointFault.BadChecksum, $"has {CheckpointException.Quote(entry.Name)} that differs from its checksum; fetch the file again");
}
