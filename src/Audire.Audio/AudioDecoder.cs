using Audire.Audio.Decoding;
using Audire.Audio.Decoding.Containers;
using Audire.Audio.Decoding.Ffmpeg;
using Audire.Audio.Decoding.Flac;

namespace Audire.Audio;

/// <summary>Decodes sound of any common format, which it recognises by content and never by name.</summary>
/// <remarks>
/// In process and bit-exact: WAV (RIFF, RIFX, RF64, BW64; PCM of 8 to 32 bits, float, A-law, mu-law, IMA ADPCM; streamed sizes), Wave64, AIFF and AIFF-C,
/// AU, CAF, FLAC and FLAC in Ogg. Integers of N bits are divided by 2^(N-1); nothing is clipped. MP3, Vorbis, Opus, AAC, WMA and other codecs go through
/// ffmpeg where it is on PATH. Memory follows the size of the file, never the claim of a header. Stateless; safe for concurrent use.
/// </remarks>
public static class AudioDecoder
{
    /// <summary>Decodes a file in memory.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="options">Limits and choices; null for <see cref="AudioDecoderOptions.Default"/>.</param>
    /// <param name="name">What stands for the file in messages.</param>
    /// <param name="cancellationToken">Stops the decoding between two blocks, and ffmpeg at once.</param>
    /// <exception cref="AudioFormatException">The file cannot be decoded.</exception>
    public static AudioClip Decode(ReadOnlyMemory<byte> file, AudioDecoderOptions? options = null, string name = "the sound", CancellationToken cancellationToken = default)
    {
        using var stream = ReadOnlyMemoryStream.Over(file);
        return Decode(stream, options, name, cancellationToken);
    }

    /// <summary>Decodes a stream from its start (seekable) or from where it is (not seekable; it is then read into memory first).</summary>
    /// <param name="file">The stream; it stays the caller's.</param>
    /// <param name="options">Limits and choices; null for <see cref="AudioDecoderOptions.Default"/>.</param>
    /// <param name="name">What stands for the file in messages.</param>
    /// <param name="cancellationToken">Stops the decoding between two blocks, and ffmpeg at once.</param>
    /// <exception cref="AudioFormatException">The file cannot be decoded.</exception>
    public static AudioClip Decode(Stream file, AudioDecoderOptions? options = null, string name = "the sound", CancellationToken cancellationToken = default)
    {
        if (file.CanSeek) return Decode(file, path: null, options, name, cancellationToken);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return Decode(copy, path: null, options, name, cancellationToken);
    }

    // The path is that of a file with the same bytes, if there is one: ffmpeg then needs no copy.
    internal static AudioClip Decode(Stream file, string? path, AudioDecoderOptions? options, string name, CancellationToken cancellationToken)
    {
        var context = new DecodeContext(new(file, name), options ?? AudioDecoderOptions.Default, cancellationToken);
        var format = FormatSniffer.Sniff(context.Source);
        try
        {
            return Decode(context, format);
        }
        catch (AudioFormatException error) when (error.Kind == AudioFormatProblem.UnsupportedCodec && context.Options.UseFfmpeg)
        {
            return FfmpegDecoder.Decode(context, format, file, path, error);
        }
    }

    private static AudioClip Decode(DecodeContext context, SoundFormat format)
    {
        switch (format)
        {
            case SoundFormat.Wav: return WavDecoder.Decode(context);
            case SoundFormat.Wave64: return Wave64Decoder.Decode(context);
            case SoundFormat.Aiff: return AiffDecoder.Decode(context);
            case SoundFormat.Au: return AuDecoder.Decode(context);
            case SoundFormat.Caf: return CafDecoder.Decode(context);
            case SoundFormat.Flac: return FlacDecoder.Decode(context);
            case SoundFormat.Ogg when OggFlac.Matches(context.Source): return OggFlac.Decode(context);
            case SoundFormat.Unknown:
                context.Fail(AudioFormatProblem.UnknownFormat, "its first bytes are not those of a sound file known here");
                return null;
            default:
                context.Fail(AudioFormatProblem.UnsupportedCodec, $"{format} is not decoded in process");
                return null;
        }
    }
}
