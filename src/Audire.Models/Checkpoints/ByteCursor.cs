using System.Buffers.Binary;

namespace Audire.Models.Checkpoints;

/// <summary>Reads little-endian values one after the other from a part of a file, or from bytes in memory. It never passes its end.</summary>
internal sealed class ByteCursor
{
    private const int BufferBytes = 1 << 16;

    private readonly string _path;
    private readonly TensorFile? _file;
    private readonly byte[] _buffer;
    private long _bufferStart;
    private int _bufferLength;

    /// <summary>Over bytes [start, end) of a file.</summary>
    public ByteCursor(TensorFile file, long start, long end)
    {
        (_path, _file, Position, End) = (file.Path, file, start, end);
        _buffer = new byte[Math.Min(BufferBytes, end - start)];
    }

    /// <summary>Over bytes in memory that came out of the file at the path.</summary>
    public ByteCursor(string path, byte[] bytes) => (_path, _buffer, _bufferLength, End) = (path, bytes, bytes.Length, bytes.Length);

    /// <summary>Offset of the next byte.</summary>
    public long Position { get; private set; }

    /// <summary>Offset after the last byte.</summary>
    public long End { get; }

    /// <summary>Bytes left.</summary>
    public long Left => End - Position;

    public byte U8() => Take(1)[0];

    public ushort U16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong U64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public float F32() => BitConverter.UInt32BitsToSingle(U32());

    public double F64() => BitConverter.UInt64BitsToDouble(U64());

    /// <summary>The next bytes, copied; allocates only what is there.</summary>
    public byte[] Bytes(long count)
    {
        if (count > Left) throw AtEnd();
        var bytes = new byte[count];
        var buffered = (int)Math.Min(count, Math.Max(0, _bufferStart + _bufferLength - Position));
        if (buffered > 0) _buffer.AsSpan((int)(Position - _bufferStart), buffered).CopyTo(bytes);
        if (buffered < count) _file!.Read(Position + buffered, bytes.AsSpan(buffered));
        Position += count;
        return bytes;
    }

    /// <summary>Passes over bytes.</summary>
    public void Skip(long count)
    {
        if (count > Left) throw AtEnd();
        Position += count;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > Left) throw AtEnd();
        if (Position < _bufferStart || Position + count > _bufferStart + _bufferLength)
        {
            _bufferStart = Position;
            _bufferLength = (int)Math.Min(_buffer.Length, Left);
            _file!.Read(_bufferStart, _buffer.AsSpan(0, _bufferLength));
        }
        var at = (int)(Position - _bufferStart);
        Position += count;
        return _buffer.AsSpan(at, count);
    }

    private CheckpointException AtEnd() => new(_path, null, CheckpointFault.Truncated, $"ends at byte {End}, in the middle of a value");
}
