using System.Buffers.Binary;
using System.Text.Unicode;

namespace Audire.Models.Checkpoints.Safetensors;

/// <summary>A tensor record of a header: where its bytes begin within the data section.</summary>
internal sealed record SafetensorsRecord(TensorEntry Entry, long Begin, long End);

/// <summary>The header of a safetensors file, read and checked: every byte of the data section belongs to exactly one tensor.</summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The format's own limit on the header.</summary>
    public const int MaxBytes = 100_000_000;

    private SafetensorsHeader(long dataStart, Dictionary<string, MetadataValue> metadata, List<SafetensorsRecord> tensors) =>
        (DataStart, Metadata, Tensors) = (dataStart, metadata, tensors);

    /// <summary>Offset of the data section in the file.</summary>
    public long DataStart { get; }

    public IReadOnlyDictionary<string, MetadataValue> Metadata { get; }

    /// <summary>In the header's order.</summary>
    public IReadOnlyList<SafetensorsRecord> Tensors { get; }

    public static SafetensorsHeader Read(TensorFile file)
    {
        if (file.Length < 8) throw file.Fault(CheckpointFault.Truncated, $"has {file.Length} bytes, fewer than a header's length takes");
        Span<byte> prefix = stackalloc byte[8];
        file.Read(0, prefix);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxBytes) throw file.Fault(CheckpointFault.HeaderTooLarge, $"claims a header of {length} bytes, more than {MaxBytes}");
        if ((long)length > file.Length - 8) throw file.Fault(CheckpointFault.Truncated, $"claims a header of {length} bytes but has {file.Length - 8} left");
        var json = new byte[length];
        file.Read(8, json);
        if (length == 0 || json[0] != '{') throw file.Fault(CheckpointFault.BadHeader, "has a header that does not begin with '{'");
        if (!Utf8.IsValid(json)) throw file.Fault(CheckpointFault.InvalidUtf8, "has a header that is not UTF-8");

        var (metadata, tensors) = new SafetensorsHeaderParser(file.Path).Parse(json);
        var header = new SafetensorsHeader(8 + (long)length, metadata, tensors);
        header.CheckCoverage(file);
        return header;
    }

    private void CheckCoverage(TensorFile file)
    {
        var dataBytes = file.Length - DataStart;
        var covered = 0L;
        // Empty tensors sort before what starts at the same byte, so that they never look like an overlap.
        foreach (var (entry, begin, end) in Tensors.OrderBy(record => record.Begin).ThenBy(record => record.End))
        {
            if (end > dataBytes) throw Fault(entry, CheckpointFault.OffsetOutOfRange, $"ends at byte {end} of a data section of {dataBytes}");
            if (begin > covered) throw Fault(entry, CheckpointFault.Hole, $"begins at byte {begin}, but the {begin - covered} bytes before it belong to no tensor");
            if (begin < covered) throw Fault(entry, CheckpointFault.Overlap, $"begins at byte {begin}, inside the tensor before it");
            covered = end;
        }
        if (covered < dataBytes) throw file.Fault(CheckpointFault.TrailingData, $"has {dataBytes - covered} bytes after the last tensor");

        CheckpointException Fault(TensorEntry entry, CheckpointFault kind, string reason) => new(file.Path, entry.Name, kind, reason);
    }
}
