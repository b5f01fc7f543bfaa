using System.Text;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>Reads a record of the central directory together with the local header it points to; every disagreement is a fault.</summary>
internal sealed class ZipRecordReader(TensorFile file, long directoryStart)
{
    private const uint CentralSignature = 0x02014B50;
    private const uint LocalSignature = 0x04034B50;
    private const int LocalBytes = 30;
    private const ushort Zip64Extra = 1;
    private const int EncryptedFlags = 0x2041; // encrypted, strongly encrypted, masked headers
    private const int DescriptorFlag = 8;      // sizes of the local header stand after the data
    private const uint In64 = uint.MaxValue;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public (ZipEntry Entry, long LocalStart) Read(ByteCursor central)
    {
        if (central.Left < 46 || central.U32() != CentralSignature) throw Bad("has a directory that breaks off");
        central.Skip(4); // versions
        int flags = central.U16(), method = central.U16();
        central.Skip(4); // time
        var checksum = central.U32();
        ulong packed = central.U32(), size = central.U32();
        int nameBytes = central.U16(), extraBytes = central.U16(), commentBytes = central.U16();
        central.Skip(8); // disk, attributes
        ulong localStart = central.U32();
        if (central.Left < nameBytes + extraBytes + commentBytes) throw Bad("has a directory that breaks off");
        var rawName = central.Bytes(nameBytes);
        Zip64(central.Bytes(extraBytes), ref size, ref packed, ref localStart);
        central.Skip(commentBytes);

        var name = Name(rawName);
        if ((flags & EncryptedFlags) != 0) throw Unsupported($"has the encrypted entry {CheckpointException.Quote(name)}");
        if (method is not (0 or 8)) throw Unsupported($"has the entry {CheckpointException.Quote(name)} in compression method {method}; stored and deflated are read");
        if (method == 0 && packed != size) throw Bad($"has the stored entry {CheckpointException.Quote(name)} with two sizes");
        var offset = LocalData(name, rawName, localStart, flags, method, packed, size, checksum);
        // Deflate gains at most 1032 to 1.
        if (size > packed * 1032 + 1032) throw Bad($"has the entry {CheckpointException.Quote(name)} that cannot unpack to the {size} bytes it claims");
        return (new(name, method == 8, checksum, (long)packed, (long)size, offset), (long)localStart);
    }

    private long LocalData(string name, byte[] rawName, ulong start, int flags, int method, ulong packed, ulong size, uint checksum)
    {
        if (start > (ulong)directoryStart || (ulong)directoryStart - start < LocalBytes) throw Bad($"says that {CheckpointException.Quote(name)} lies at byte {start}, past its data");
        var local = new ByteCursor(file, (long)start, directoryStart);
        if (local.U32() != LocalSignature) throw Bad($"has no header of {CheckpointException.Quote(name)} where its directory says");
        local.Skip(2);
        int localFlags = local.U16(), localMethod = local.U16();
        local.Skip(4);
        var localChecksum = local.U32();
        ulong localPacked = local.U32(), localSize = local.U32(), unused = 0;
        int nameBytes = local.U16(), extraBytes = local.U16();
        if (local.Left < nameBytes + extraBytes) throw Bad($"has a header of {CheckpointException.Quote(name)} that breaks off");
        if (!local.Bytes(nameBytes).AsSpan().SequenceEqual(rawName)) throw Bad($"calls {CheckpointException.Quote(name)} otherwise in its own header");
        Zip64(local.Bytes(extraBytes), ref localSize, ref localPacked, ref unused);
        if (localMethod != method || ((localFlags ^ flags) & (EncryptedFlags | DescriptorFlag)) != 0) throw Disagree("kind");
        if ((flags & DescriptorFlag) == 0 && (localPacked != packed || localSize != size)) throw Disagree("size");
        if ((flags & DescriptorFlag) == 0 && localChecksum != checksum) throw Disagree("checksum");
        if (packed > (ulong)local.Left) throw Bad($"says that {CheckpointException.Quote(name)} has {packed} bytes, past its data");
        return local.Position;

        CheckpointException Disagree(string what) => Bad($"gives {CheckpointException.Quote(name)} another {what} in its own header");
    }

    // Fields of the 64-bit extra stand in this order, each only where its 32-bit twin is all ones.
    private void Zip64(byte[] extra, ref ulong size, ref ulong packed, ref ulong localStart)
    {
        var fields = new ByteCursor(file.Path, extra);
        while (fields.Left >= 4)
        {
            int id = fields.U16(), bytes = fields.U16();
            if (bytes > fields.Left) return; // padding that is no field
            var end = fields.Position + bytes;
            if (id == Zip64Extra)
            {
                if (size == In64 && end - fields.Position >= 8) size = fields.U64();
                if (packed == In64 && end - fields.Position >= 8) packed = fields.U64();
                if (localStart == In64 && end - fields.Position >= 8) localStart = fields.U64();
            }
            fields.Skip(end - fields.Position);
        }
    }

    private string Name(byte[] raw)
    {
        string name;
        try
        {
            name = Utf8.GetString(raw);
        }
        catch (DecoderFallbackException e)
        {
            throw new CheckpointException(file.Path, null, CheckpointFault.InvalidUtf8, "has an entry whose name is not UTF-8", e);
        }
        // A name that ends in "/" is a folder.
        return SafeNames.IsRelativePath(name.EndsWith('/') ? name[..^1] : name) ? name
            : throw file.Fault(CheckpointFault.PathEscape, $"has an entry named {CheckpointException.Quote(name)}, which is no path inside an archive");
    }

    private CheckpointException Bad(string reason) => file.Fault(CheckpointFault.BadArchive, $"{reason}; the archive is damaged");

    private CheckpointException Unsupported(string reason) => file.Fault(CheckpointFault.UnsupportedArchive, reason);
}
