namespace Audire.Audio;

/// <summary>
/// A recording in memory: one or more channels of float32 samples at one sample rate. Full scale is ±1; samples beyond it are kept as they are.
/// </summary>
/// <remarks>
/// Immutable and safe to share between threads. Samples are always finite: nothing that takes a clip needs to look for NaN.
/// Equality is by reference; <see cref="ContentHash"/> tells whether two clips hold the same sound.
/// </remarks>
public sealed class AudioClip
{
    /// <summary>The highest sample rate a clip may have, in Hz: the largest that FLAC can state (2^20 - 1).</summary>
    public const int MaxSampleRate = 1_048_575;

    /// <summary>The largest number of channels a clip may have.</summary>
    public const int MaxChannels = 64;

    /// <summary>The sample rate of speech models and of every feature in this library: 16,000 Hz.</summary>
    public const int SpeechRate = 16_000;

    private readonly float[][] _channels;
    private readonly Lazy<string> _contentHash;

    private AudioClip(float[][] channels, int sampleRate, IReadOnlyList<string> warnings)
    {
        ClipRules.CheckFormat(channels, sampleRate);
        ClipRules.CheckFinite(channels);
        _channels = channels;
        _contentHash = new(() => ClipHash.Compute(channels, sampleRate));
        SampleRate = sampleRate;
        Warnings = warnings;
    }

    /// <summary>Samples a second, 1 to <see cref="MaxSampleRate"/>.</summary>
    public int SampleRate { get; }

    /// <summary>Number of channels, 1 to <see cref="MaxChannels"/>.</summary>
    public int ChannelCount => _channels.Length;

    /// <summary>Samples in each channel; 0 for an empty clip.</summary>
    public int Length => _channels[0].Length;

    /// <summary>Playing time.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks((long)Length * TimeSpan.TicksPerSecond / SampleRate);

    /// <summary>What the decoder had to forgive (a cut file, a frame out of order), one sentence each; empty for a sound file.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>SHA-256, in lower-case hex, over the sample rate, the channel count (int32 each) and every channel's float32 samples in turn, all little-endian.</summary>
    public string ContentHash => _contentHash.Value;

    /// <summary>Makes a clip of one channel; the samples are copied.</summary>
    /// <param name="samples">Finite samples.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <exception cref="ArgumentException">A sample is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public static AudioClip Mono(ReadOnlySpan<float> samples, int sampleRate) => Adopt([samples.ToArray()], sampleRate);

    /// <summary>Makes a clip of several channels of equal length; the samples are copied.</summary>
    /// <param name="channels">One array of finite samples a channel.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <exception cref="ArgumentException">No channel, channels of different length, or a sample that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate or the number of channels is out of range.</exception>
    public static AudioClip Planar(IReadOnlyList<float[]> channels, int sampleRate) =>
        Adopt([.. channels.Select(channel => channel.ToArray())], sampleRate);

    /// <summary>Makes a clip that takes over the arrays it is given: nobody may write to them afterwards.</summary>
    internal static AudioClip Adopt(float[][] channels, int sampleRate, IReadOnlyList<string>? warnings = null) =>
        new(channels, sampleRate, warnings ?? []);

    /// <summary>The samples of one channel.</summary>
    /// <param name="index">0 for the first (left) channel.</param>
    public ReadOnlySpan<float> Channel(int index) => _channels[index];

    /// <summary>The samples of one channel, for code that must keep them across a lambda or an await.</summary>
    /// <param name="index">0 for the first (left) channel.</param>
    public ReadOnlyMemory<float> ChannelMemory(int index) => _channels[index];

    /// <summary>One channel: the clip itself where it has one already.</summary>
    /// <remarks>The mean of the channels; six channels are taken for 5.1 surround and mixed as <see cref="DownMix"/> says.</remarks>
    public AudioClip ToMono() => ChannelCount == 1 ? this : Adopt([DownMix.ToMono(_channels)], SampleRate, Warnings);

    /// <summary>The clip at another sample rate, ceil(<see cref="Length"/> · rate / <see cref="SampleRate"/>) samples long; the clip itself where it has that rate.</summary>
    /// <param name="sampleRate">The new rate, 1 to <see cref="MaxSampleRate"/>.</param>
    /// <remarks>See <see cref="Resampler"/> for the filter.</remarks>
    public AudioClip Resample(int sampleRate) => sampleRate == SampleRate
        ? this
        : Map(channel => Resampler.Resample(channel, SampleRate, sampleRate), sampleRate);

    /// <summary>What speech models hear: one channel at <see cref="SpeechRate"/>.</summary>
    public AudioClip ToSpeech() => ToMono().Resample(SpeechRate);

    /// <summary>A part of the clip.</summary>
    /// <param name="start">First sample.</param>
    /// <param name="length">Samples a channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part reaches beyond the clip.</exception>
    public AudioClip Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        return Map(channel => channel.AsSpan(start, length).ToArray(), SampleRate);
    }

    /// <summary>A part of the clip by time; what reaches beyond the clip is left out.</summary>
    /// <param name="start">Where the part begins; times before 0 mean 0.</param>
    /// <param name="length">How long it lasts.</param>
    public AudioClip Slice(TimeSpan start, TimeSpan length)
    {
        var first = SampleAt(start);
        return Slice(first, Math.Max(0, SampleAt(start + length) - first));
    }

    /// <summary>A clip whose every channel is a function of this clip's; a sample that overflows is an error, never an infinity.</summary>
    internal AudioClip Map(Func<float[], float[]> change, int sampleRate) => Adopt([.. _channels.Select(change)], sampleRate, Warnings);

    private int SampleAt(TimeSpan time) => (int)Math.Clamp(Math.Round(time.TotalSeconds * SampleRate), 0, Length);
}
