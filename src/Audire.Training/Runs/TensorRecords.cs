using System.Buffers.Binary;
using System.Numerics;

namespace Audire.Training.Runs;

/// <summary>TensorFlow's record format: length, masked checksum of the length, data, masked checksum of the data. Stateless.</summary>
internal static class TensorRecords
{
    private const uint MaskDelta = 0xa282ead8;
    private const int HeaderBytes = 12;
    private const int TrailerBytes = 4;

    /// <summary>A record around data.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        var record = new byte[HeaderBytes + data.Length + TrailerBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), Masked(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(HeaderBytes + data.Length), Masked(data));
        return record;
    }

    /// <summary>The records of a file whose checksums hold, up to the first that is cut short or damaged.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> file)
    {
        while (file.Length >= HeaderBytes + TrailerBytes)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(file.Span);
            if (Masked(file.Span[..8]) != BinaryPrimitives.ReadUInt32LittleEndian(file.Span[8..]) || length > (ulong)(file.Length - HeaderBytes - TrailerBytes)) yield break;
            var data = file.Slice(HeaderBytes, (int)length);
            if (Masked(data.Span) != BinaryPrimitives.ReadUInt32LittleEndian(file.Span[(HeaderBytes + (int)length)..])) yield break;
            yield return data;
            file = file[(HeaderBytes + (int)length + TrailerBytes)..];
        }
    }

    /// <summary>CRC-32C, rotated and shifted, so that a checksum over data that holds checksums stays strong.</summary>
    private static uint Masked(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data) crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }
}
