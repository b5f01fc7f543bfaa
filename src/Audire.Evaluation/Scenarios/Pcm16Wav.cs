using System.Buffers.Binary;
using Audire.Audio;

namespace Audire.Evaluation.Scenarios;

/// <summary>Writes a clip as a WAV file of 16-bit samples, the one form that every audio-language server takes.</summary>
public static class Pcm16Wav
{
    private const int HeaderBytes = 44;
    private const float Scale = 32768;

    /// <summary>The file; samples are rounded to 16 bits and clipped at full scale.</summary>
    public static byte[] Encode(AudioClip clip)
    {
        int frame = 2 * clip.ChannelCount, bytes = checked(clip.Length * frame);
        var file = new byte[HeaderBytes + bytes];
        WriteHeader(file, clip, frame, bytes);
        var data = file.AsSpan(HeaderBytes);
        for (int channel = 0; channel < clip.ChannelCount; channel++)
        {
            var samples = clip.Channel(channel);
            for (int i = 0; i < samples.Length; i++)
                BinaryPrimitives.WriteInt16LittleEndian(data[((i * frame) + (2 * channel))..], (short)Math.Clamp(MathF.Round(samples[i] * Scale), short.MinValue, short.MaxValue));
        }

        return file;
    }

    private static void WriteHeader(Span<byte> file, AudioClip clip, int frame, int bytes)
    {
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file[4..], HeaderBytes - 8 + bytes);
        "WAVEfmt "u8.CopyTo(file[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(file[20..], 1); // integer PCM
        BinaryPrimitives.WriteInt16LittleEndian(file[22..], (short)clip.ChannelCount);
        BinaryPrimitives.WriteInt32LittleEndian(file[24..], clip.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(file[28..], clip.SampleRate * frame);
        BinaryPrimitives.WriteInt16LittleEndian(file[32..], (short)frame);
        BinaryPrimitives.WriteInt16LittleEndian(file[34..], 16);
        "data"u8.CopyTo(file[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(file[40..], bytes);
    }
}
