namespace Audire.Audio.Decoding.Flac;

/// <summary>One frame at a time: header, subframes, checksum, and channels made of them. Its buffers are used again for the next frame.</summary>
internal sealed class FlacFrame(FlacBitReader reader, FlacStreamInfo info)
{
    private readonly long[][] _channels = [.. Enumerable.Range(0, info.Channels).Select(_ => Array.Empty<long>())];

    public FlacFrameHeader Header { get; private set; }

    /// <summary>The samples of one channel, valid until the next frame is read.</summary>
    public ReadOnlySpan<long> Channel(int index) => _channels[index].AsSpan(0, Header.BlockSize);

    public void Read()
    {
        reader.BeginFrame();
        Header = FlacFrameHeader.Read(reader, info);
        CheckHeader();
        for (var c = 0; c < info.Channels; c++)
        {
            if (_channels[c].Length < Header.BlockSize) _channels[c] = new long[Header.BlockSize];
            var isSide = c == 0 ? Header.Stereo == FlacStereo.SideRight : Header.Stereo is FlacStereo.LeftSide or FlacStereo.MidSide;
            FlacSubframe.Read(reader, Header.Bits + (isSide ? 1 : 0), _channels[c].AsSpan(0, Header.BlockSize));
        }
        if (!reader.AlignedWithZeros()) reader.Fail(AudioFormatProblem.CorruptData, "a frame is filled up with ones");
        var checksum = reader.FrameChecksum();
        if (reader.Bits(16) != checksum) reader.Fail(AudioFormatProblem.Checksum, "the CRC-16 of a frame is wrong");
        if (Header.Stereo != FlacStereo.Independent) Separate(Header.Stereo, _channels[0], _channels[1], Header.BlockSize);
    }

    private void CheckHeader()
    {
        if (Header.Channels != info.Channels) reader.Fail(AudioFormatProblem.CorruptData, $"a frame has {Header.Channels} channels, the file {info.Channels}");
        if (Header.Bits != info.Bits) reader.Fail(AudioFormatProblem.CorruptData, $"a frame has {Header.Bits}-bit samples, the file {info.Bits}-bit");
        if (Header.SampleRate != info.SampleRate) reader.Fail(AudioFormatProblem.CorruptData, $"a frame has {Header.SampleRate} Hz, the file {info.SampleRate}");
        if (Header.BlockSize > info.MaxBlock)
            reader.Fail(AudioFormatProblem.CorruptData, $"a frame has {Header.BlockSize} samples; STREAMINFO says {info.MaxBlock} at most");
    }

    private static void Separate(FlacStereo stereo, long[] first, long[] second, int count)
    {
        for (var i = 0; i < count; i++)
        {
            long a = first[i], b = second[i];
            (first[i], second[i]) = stereo switch
            {
                FlacStereo.LeftSide => (a, a - b),
                FlacStereo.SideRight => (a + b, b),
                // The bit lost by halving the sum is the side's lowest: sum and difference are odd together.
                _ => ((2 * a + (b & 1) + b) >> 1, (2 * a + (b & 1) - b) >> 1),
            };
        }
    }
}
