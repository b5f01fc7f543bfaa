using System.Buffers.Binary;

namespace Audire.Audio.Decoding.Pcm;

/// <summary>Reads interleaved samples block by block into one array a channel.</summary>
internal static class PcmReader
{
    private const int BlockBytes = 64 * 1024;

    /// <summary>Reads samples from the current position on.</summary>
    /// <param name="context">Where from.</param>
    /// <param name="format">What they are.</param>
    /// <param name="claimed">Bytes the header claims; null for up to the end of the file.</param>
    /// <returns>A clip as long as the claim and the file allow; an incomplete last frame is left out.</returns>
    public static AudioClip Read(DecodeContext context, PcmFormat format, ulong? claimed)
    {
        context.CheckFormat(format.SampleRate, format.Channels);
        var frames = context.WholeUnits(claimed, format.FrameBytes);
        context.CheckLength(frames, format.Channels);
        var channels = new float[format.Channels][];
        for (var c = 0; c < channels.Length; c++) channels[c] = new float[frames]; // bounded by the file's own size
        Fill(context, format, channels);
        return context.Finish(channels, format.SampleRate);
    }

    private static void Fill(DecodeContext context, PcmFormat format, float[][] channels)
    {
        var block = new byte[Math.Max(1, BlockBytes / format.FrameBytes) * format.FrameBytes];
        for (var done = 0; done < channels[0].Length;)
        {
            var frames = Math.Min(block.Length / format.FrameBytes, channels[0].Length - done);
            var bytes = block.AsSpan(0, frames * format.FrameBytes);
            context.Fill(bytes);
            for (var c = 0; c < channels.Length; c++)
                Convert(bytes[(c * format.Bytes)..], format, channels[c].AsSpan(done, frames));
            done += frames;
        }
    }

    private static void Convert(ReadOnlySpan<byte> bytes, PcmFormat format, Span<float> samples)
    {
        var stride = format.FrameBytes;
        switch (format.Coding, format.Bytes)
        {
            case (SampleCoding.Unsigned8, _): Each(bytes, stride, samples, x => (x[0] - 128) / 128f); break;
            case (SampleCoding.ALaw, _): Each(bytes, stride, samples, x => G711.ALaw[x[0]]); break;
            case (SampleCoding.MuLaw, _): Each(bytes, stride, samples, x => G711.MuLaw[x[0]]); break;
            case (SampleCoding.Signed, 1): Each(bytes, stride, samples, x => (sbyte)x[0] / 128f); break;
            case (SampleCoding.Signed, 2) when format.BigEndian: Each(bytes, stride, samples, x => BinaryPrimitives.ReadInt16BigEndian(x) / 32768f); break;
            case (SampleCoding.Signed, 2): Each(bytes, stride, samples, x => BinaryPrimitives.ReadInt16LittleEndian(x) / 32768f); break;
            case (SampleCoding.Signed, 3) when format.BigEndian: Each(bytes, stride, samples, x => (x[0] << 24 | x[1] << 16 | x[2] << 8) / 2147483648f); break;
            case (SampleCoding.Signed, 3): Each(bytes, stride, samples, x => (x[2] << 24 | x[1] << 16 | x[0] << 8) / 2147483648f); break;
            case (SampleCoding.Signed, 4) when format.BigEndian: Each(bytes, stride, samples, x => BinaryPrimitives.ReadInt32BigEndian(x) / 2147483648f); break;
            case (SampleCoding.Signed, 4): Each(bytes, stride, samples, x => BinaryPrimitives.ReadInt32LittleEndian(x) / 2147483648f); break;
            case (SampleCoding.Float, 4) when format.BigEndian: Each(bytes, stride, samples, BinaryPrimitives.ReadSingleBigEndian); break;
            case (SampleCoding.Float, 4): Each(bytes, stride, samples, BinaryPrimitives.ReadSingleLittleEndian); break;
            case (SampleCoding.Float, 8) when format.BigEndian: Each(bytes, stride, samples, x => (float)BinaryPrimitives.ReadDoubleBigEndian(x)); break;
            case (SampleCoding.Float, 8): Each(bytes, stride, samples, x => (float)BinaryPrimitives.ReadDoubleLittleEndian(x)); break;
            default: throw new ArgumentException($"{format.Bytes}-byte samples in {format.Coding} coding do not exist.", nameof(format));
        }
    }

    private delegate float SampleReader(ReadOnlySpan<byte> bytes);

    private static void Each(ReadOnlySpan<byte> bytes, int stride, Span<float> samples, SampleReader read)
    {
        for (var i = 0; i < samples.Length; i++) samples[i] = read(bytes[(i * stride)..]);
    }
}
