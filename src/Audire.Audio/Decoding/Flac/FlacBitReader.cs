using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Audire.Audio.Decoding.Flac;

/// <summary>Reads big-endian bit fields from a byte source and keeps the two checksums of FLAC frames over what was read.</summary>
internal sealed class FlacBitReader(ByteSource source)
{
    private const int LongestHeader = 16;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;      // bytes in the buffer
    private int _next;        // first byte not yet in the cache
    private int _frameStart;  // first byte of the frame not yet in the checksum
    private ulong _cache;     // the next bits, left-aligned
    private int _cached;      // how many of them
    private ushort _checksum;

    /// <summary>Whether every byte has been read; asked between frames, where bits fill whole bytes.</summary>
    public bool AtEnd => _cached == 0 && _next == _filled && !Refill();

    /// <summary>Where the next unread byte lies in the file.</summary>
    public long Position => source.Position - (_filled - Consumed);

    /// <summary>Bytes not read yet.</summary>
    public long RemainingBytes => source.Length - Position;

    private int Consumed => _next - _cached / 8;

    /// <summary>Starts the checksums of a frame.</summary>
    public void BeginFrame()
    {
        if (_filled - Consumed < LongestHeader) Refill();
        (_frameStart, _checksum) = (Consumed, 0);
    }

    /// <summary>CRC-8 of the bytes read since <see cref="BeginFrame"/>, at most 16.</summary>
    public byte HeaderChecksum() => FlacChecksums.Crc8(_buffer.AsSpan(_frameStart, Consumed - _frameStart));

    /// <summary>CRC-16 of the bytes read since <see cref="BeginFrame"/>.</summary>
    public ushort FrameChecksum()
    {
        FoldChecksum();
        return _checksum;
    }

    /// <summary>An unsigned field of 0 to 32 bits.</summary>
    public uint Bits(int count)
    {
        if (count == 0) return 0;
        if (_cached < count) Fetch(count);
        var value = (uint)(_cache >> (64 - count));
        Drop(count);
        return value;
    }

    /// <summary>A signed field of 1 to 33 bits.</summary>
    public long Signed(int count)
    {
        var high = count > 32 ? Bits(count - 32) : 0;
        var value = (long)((ulong)high << 32 | Bits(Math.Min(count, 32)));
        return value << (64 - count) >> (64 - count);
    }

    /// <summary>The number of zeros before the next one.</summary>
    public uint Unary()
    {
        uint zeros = 0;
        while (true)
        {
            if (_cached == 0) Fetch(1);
            // Beyond the cached bits the cache is zero, so a run that long goes on in the next bytes.
            var run = BitOperations.LeadingZeroCount(_cache);
            if (run < _cached)
            {
                Drop(run + 1);
                return zeros + (uint)run;
            }
            zeros += (uint)_cached;
            Drop(_cached);
        }
    }

    /// <summary>Whether the rest of the current byte is zero; moves to the next byte.</summary>
    public bool AlignedWithZeros() => Bits(_cached % 8) == 0;

    private void Drop(int count)
    {
        _cache = count == 64 ? 0 : _cache << count;
        _cached -= count;
    }

    private void Fetch(int count)
    {
        while (_cached <= 56)
        {
            if (_next == _filled && !Refill())
            {
                if (_cached >= count) return;
                throw new EndOfFlacException();
            }
            _cache |= (ulong)_buffer[_next++] << (56 - _cached);
            _cached += 8;
        }
    }

    private bool Refill()
    {
        if (source.Remaining == 0) return false;
        FoldChecksum();
        var kept = _filled - Consumed; // bytes that wait in the cache, which the checksum still needs, and those behind them
        _buffer.AsSpan(Consumed, kept).CopyTo(_buffer);
        var read = source.Read(_buffer.AsSpan(kept));
        (_frameStart, _next, _filled) = (0, _cached / 8, kept + read);
        return read > 0;
    }

    private void FoldChecksum()
    {
        _checksum = FlacChecksums.Crc16(_checksum, _buffer.AsSpan(_frameStart, Consumed - _frameStart));
        _frameStart = Consumed;
    }

    /// <summary>A fault in the frame being read.</summary>
    [DoesNotReturn]
    public void Fail(AudioFormatProblem kind, string problem) => source.Fail(kind, problem, Position);
}

/// <summary>The file ended inside a frame; what came before stands.</summary>
internal sealed class EndOfFlacException : Exception;
