namespace Audire.Models.Checkpoints.Gguf;

/// <summary>The header of a GGUF file of version 2 or 3 (one layout), read and checked: metadata, and where each tensor lies.</summary>
internal sealed class GgufHeader
{
    /// <summary>"GGUF" read as a little-endian number.</summary>
    public const uint Magic = 0x46554747;

    /// <summary>Alignment of tensor data where the metadata names none.</summary>
    public const uint DefaultAlignment = 32;

    /// <summary>The key that changes it.</summary>
    public const string AlignmentKey = "general.alignment";

    /// <summary>Longest tensor name in bytes.</summary>
    public const int MaxName = 64;

    /// <summary>Most dimensions of a tensor.</summary>
    public const int MaxDimensions = 4;

    private const uint MaxAlignment = 1 << 16;

    private readonly TensorFile _file;
    private readonly ByteCursor _cursor;
    private readonly Dictionary<string, MetadataValue> _metadata = new(StringComparer.Ordinal);
    private readonly List<LocatedTensor> _tensors = [];

    private GgufHeader(TensorFile file) => (_file, _cursor) = (file, new ByteCursor(file, 0, file.Length));

    public IReadOnlyDictionary<string, MetadataValue> Metadata => _metadata;

    /// <summary>In the file's order, each with its offset in the file.</summary>
    public IReadOnlyList<LocatedTensor> Tensors => _tensors;

    public static GgufHeader Read(TensorFile file)
    {
        var header = new GgufHeader(file);
        header.Read();
        return header;
    }

    private void Read()
    {
        if (_cursor.U32() != Magic) throw _file.Fault(CheckpointFault.BadMagic, "does not begin with \"GGUF\"");
        var version = _cursor.U32();
        if (version != 0 && (version & 0xFFFF) == 0) throw _file.Fault(CheckpointFault.UnsupportedEndianness, "is a big-endian GGUF file; convert it to little-endian");
        if (version is not (2 or 3)) throw _file.Fault(CheckpointFault.UnsupportedVersion, $"is GGUF version {version}; versions 2 and 3 are read");
        var tensorCount = Count("tensors");
        var metadataCount = Count("metadata entries");

        var values = new GgufValueReader(_file, _cursor);
        for (long i = 0; i < metadataCount; i++)
        {
            var key = values.Key();
            if (!_metadata.TryAdd(key, values.Value()))
                throw _file.Fault(CheckpointFault.DuplicateKey, $"has metadata {CheckpointException.Quote(key)} twice");
        }

        var alignment = Alignment();
        var relative = new List<(TensorEntry Entry, ulong Offset)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (long i = 0; i < tensorCount; i++)
        {
            var record = GgufTensorRecord.Read(_file, _cursor, values);
            if (!names.Add(record.Entry.Name)) throw Fault(record.Entry, CheckpointFault.DuplicateName, "is in the header twice");
            relative.Add(record);
        }
        Locate(relative, alignment);
    }

    // A record takes more than one byte, so no honest count passes the bytes left.
    private long Count(string what)
    {
        var count = _cursor.U64();
        return count <= (ulong)_file.Length ? (long)count : throw _file.Fault(CheckpointFault.CountTooLarge, $"claims {count} {what} in {_file.Length} bytes");
    }

    private uint Alignment()
    {
        if (!_metadata.TryGetValue(AlignmentKey, out var value)) return DefaultAlignment;
        return value.Value is uint alignment and > 0 and <= MaxAlignment && uint.IsPow2(alignment) ? alignment
            : throw _file.Fault(CheckpointFault.BadAlignment, $"has the alignment {value}, no power of two up to {MaxAlignment} stored as uint32");
    }

    private void Locate(List<(TensorEntry Entry, ulong Offset)> relative, uint alignment)
    {
        if (relative.Count == 0) return;
        var dataStart = (_cursor.Position + alignment - 1) / alignment * alignment;
        if (dataStart > _file.Length) throw _file.Fault(CheckpointFault.Truncated, $"ends at byte {_file.Length}, before its data at byte {dataStart}");
        var dataBytes = (ulong)(_file.Length - dataStart);
        foreach (var (entry, offset) in relative)
        {
            if (offset % alignment != 0) throw Fault(entry, CheckpointFault.MisalignedOffset, $"begins at byte {offset} of the data, no multiple of {alignment}");
            if (offset > dataBytes || (ulong)entry.Bytes > dataBytes - offset)
                throw Fault(entry, CheckpointFault.OffsetOutOfRange, $"needs bytes {offset} to {offset + (UInt128)entry.Bytes} of a data section of {dataBytes}");
            _tensors.Add(new(_file, entry, dataStart + (long)offset));
        }

        var free = 0L;
        foreach (var tensor in _tensors.OrderBy(tensor => tensor.Offset))
        {
            if (tensor.Offset < free) throw Fault(tensor.Entry, CheckpointFault.Overlap, "begins inside another tensor");
            free = tensor.Offset + tensor.Entry.Bytes;
        }
    }

    private CheckpointException Fault(TensorEntry entry, CheckpointFault kind, string reason) => new(_file.Path, entry.Name, kind, reason);
}
