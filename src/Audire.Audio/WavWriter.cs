using System.Buffers.Binary;

namespace Audire.Audio;

/// <summary>Writes clips as WAV files. Stateless and safe for concurrent use.</summary>
public static class WavWriter
{
    private const int BlockFrames = 4096;
    private const ushort PcmTag = 1, FloatTag = 3;

    /// <summary>Writes a file under a temporary name beside it and then moves it into place: no reader ever sees half of it.</summary>
    /// <param name="path">The file; replaced where it exists.</param>
    /// <param name="clip">The sound.</param>
    /// <param name="format">How samples are stored.</param>
    /// <returns>Samples that had to be clipped; always 0 for floats.</returns>
    /// <exception cref="IOException">It cannot be written; the old file, if any, is still there.</exception>
    /// <exception cref="ArgumentException">The clip exceeds the 4 GB of a WAV file.</exception>
    public static long Write(string path, AudioClip clip, WavSampleFormat format = WavSampleFormat.Pcm16)
    {
        var target = Path.GetFullPath(path);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            long clipped;
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) clipped = Write(file, clip, format);
            File.Move(temporary, target, overwrite: true);
            return clipped;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes to a stream, forwards only.</summary>
    /// <param name="destination">Where to; it stays open.</param>
    /// <param name="clip">The sound.</param>
    /// <param name="format">How samples are stored.</param>
    /// <returns>Samples that had to be clipped; always 0 for floats.</returns>
    /// <exception cref="ArgumentException">The clip exceeds the 4 GB of a WAV file.</exception>
    public static long Write(Stream destination, AudioClip clip, WavSampleFormat format = WavSampleFormat.Pcm16)
    {
        destination.Write(Header(clip, format));
        var width = Width(format);
        var block = new byte[BlockFrames * clip.ChannelCount * width];
        long clipped = 0;
        for (var start = 0; start < clip.Length; start += BlockFrames)
        {
            var frames = Math.Min(BlockFrames, clip.Length - start);
            for (var c = 0; c < clip.ChannelCount; c++)
                clipped += Interleave(clip.Channel(c).Slice(start, frames), format, block.AsSpan(c * width), clip.ChannelCount * width);
            destination.Write(block, 0, frames * clip.ChannelCount * width);
        }
        return clipped;
    }

    /// <summary>The bytes of a whole file.</summary>
    /// <param name="clip">The sound.</param>
    /// <param name="format">How samples are stored.</param>
    /// <exception cref="ArgumentException">The clip is too long for an array.</exception>
    public static byte[] Encode(AudioClip clip, WavSampleFormat format = WavSampleFormat.Pcm16)
    {
        var size = Header(clip, format).Length + DataBytes(clip, format);
        if (size > Array.MaxLength) throw new ArgumentException($"A WAV file of {size} bytes does not fit an array; write it to a stream.", nameof(clip));
        using var file = new MemoryStream((int)size);
        Write(file, clip, format);
        return file.ToArray();
    }

    private static long Interleave(ReadOnlySpan<float> samples, WavSampleFormat format, Span<byte> destination, int stride)
    {
        long clipped = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            var place = destination[(i * stride)..];
            if (format == WavSampleFormat.Float32)
            {
                BinaryPrimitives.WriteSingleLittleEndian(place, samples[i]);
                continue;
            }
            var rounded = Math.Round(samples[i] * 32768.0, MidpointRounding.ToEven);
            var stored = Math.Clamp(rounded, short.MinValue, short.MaxValue);
            if (stored != rounded) clipped++;
            BinaryPrimitives.WriteInt16LittleEndian(place, (short)stored);
        }
        return clipped;
    }

    // RIFF, fmt (16 bytes for integers; 18 and a fact chunk for floats, as Microsoft asks), data.
    private static byte[] Header(AudioClip clip, WavSampleFormat format)
    {
        var isFloat = format == WavSampleFormat.Float32;
        int formatBytes = isFloat ? 18 : 16, factBytes = isFloat ? 12 : 0, headerBytes = 12 + 8 + formatBytes + factBytes + 8;
        var data = DataBytes(clip, format);
        var riff = headerBytes - 8 + data;
        if (riff > uint.MaxValue - 1) throw new ArgumentException($"{clip.Duration} of sound exceed the 4 GB of a WAV file; cut it or store fewer channels.", nameof(clip));
        var header = new byte[headerBytes];
        using var writer = new BinaryWriter(new MemoryStream(header));
        int frameBytes = clip.ChannelCount * Width(format);
        writer.Write("RIFF"u8);
        writer.Write((uint)riff);
        writer.Write("WAVEfmt "u8);
        writer.Write(formatBytes);
        writer.Write(isFloat ? FloatTag : PcmTag);
        writer.Write((ushort)clip.ChannelCount);
        writer.Write(clip.SampleRate);
        writer.Write(clip.SampleRate * frameBytes);
        writer.Write((ushort)frameBytes);
        writer.Write((ushort)(8 * Width(format)));
        if (isFloat)
        {
            writer.Write((ushort)0);
            writer.Write("fact"u8);
            writer.Write(4);
            writer.Write(clip.Length);
        }
        writer.Write("data"u8);
        writer.Write((uint)data);
        return header;
    }

    private static long DataBytes(AudioClip clip, WavSampleFormat format) => (long)clip.Length * clip.ChannelCount * Width(format);

    private static int Width(WavSampleFormat format) => format == WavSampleFormat.Float32 ? sizeof(float) : sizeof(short);
}
