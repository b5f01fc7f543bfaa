namespace Audire.Audio;

/// <summary>Limits and choices of <see cref="AudioDecoder"/>. Immutable.</summary>
public sealed record AudioDecoderOptions
{
    /// <summary>The default of <see cref="MaxSamples"/>.</summary>
    public const long DefaultMaxSamples = 4L * 3600 * 48_000;

    /// <summary>The options used where none are given.</summary>
    public static AudioDecoderOptions Default { get; } = new();

    /// <summary>How many samples a file may hold, over all channels.</summary>
    /// <value>Default 691,200,000: four hours of one channel at 48 kHz.</value>
    public long MaxSamples { get; init; } = DefaultMaxSamples;

    /// <summary>Whether ffmpeg decodes what is not decoded in process (MP3, Vorbis, Opus, AAC, WMA and kin).</summary>
    /// <value>Default true.</value>
    public bool UseFfmpeg { get; init; } = true;

    /// <summary>The ffmpeg program.</summary>
    /// <value>Default null: the one on PATH, if any.</value>
    public string? FfmpegPath { get; init; }

    /// <summary>How long one run of ffmpeg may take before it is stopped.</summary>
    /// <value>Default two minutes.</value>
    public TimeSpan FfmpegTimeout { get; init; } = TimeSpan.FromMinutes(2);
}
