using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Audire.Audio.Decoding;

/// <summary>Reads numbers from a seekable stream; running out of bytes is a fault with its place, never an end of stream.</summary>
/// <param name="stream">Seekable; it stays the caller's.</param>
/// <param name="name">What stands for it in messages.</param>
/// <param name="isFile">Whether its bytes lie in the file as they are; else no place in it means anything to the user.</param>
internal sealed class ByteSource(Stream stream, string name, bool isFile = true)
{
    private readonly byte[] _scratch = new byte[64];

    public string Name => name;

    public long Length { get; } = stream.Length;

    public long Position { get; private set; } = stream.Seek(0, SeekOrigin.Begin);

    public long Remaining => Length - Position;

    /// <summary>Byte order of the numbers read: little-endian until a header says otherwise.</summary>
    public bool BigEndian { get; set; }

    /// <summary>Moves to a byte inside the file or to its end.</summary>
    public void Seek(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Length);
        stream.Position = Position = position;
    }

    /// <summary>The next bytes, at most 64, valid until the next read.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        var bytes = _scratch.AsSpan(0, count);
        if (Read(bytes) < count) Fail(AudioFormatProblem.TruncatedHeader, "the file ends inside its header");
        return bytes;
    }

    public ushort UInt16() => BigEndian ? BinaryPrimitives.ReadUInt16BigEndian(Take(2)) : BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(Take(4)) : BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(Take(8)) : BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double Double() => BitConverter.UInt64BitsToDouble(UInt64());

    /// <summary>Four bytes as the name of a chunk, with what is not printable shown as a dot.</summary>
    public string FourCharacters() => string.Create(4, Take(4), (text, bytes) =>
    {
        for (var i = 0; i < 4; i++) text[i] = bytes[i] is >= 0x20 and < 0x7f ? (char)bytes[i] : '.';
    });

    /// <summary>Fills as much of the span as there are bytes; the count is lower than asked at the end of the file only.</summary>
    public int Read(Span<byte> destination)
    {
        var count = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        Position += count;
        return count;
    }

    /// <summary>The fault that ends a decoding, found just before the current position.</summary>
    [DoesNotReturn]
    public void Fail(AudioFormatProblem kind, string problem) => Fail(kind, problem, Position);

    /// <summary>The fault that ends a decoding.</summary>
    [DoesNotReturn]
    public void Fail(AudioFormatProblem kind, string problem, long position) =>
        throw new AudioFormatException(kind, name, isFile ? position : null, problem);
}
