using System.Diagnostics.CodeAnalysis;

namespace Audire.Audio.Decoding;

/// <summary>What one decoding needs at hand: the bytes, the limits, and where faults are reported.</summary>
internal sealed class DecodeContext(ByteSource source, AudioDecoderOptions options, CancellationToken cancellation)
{
    public ByteSource Source { get; } = source;

    public AudioDecoderOptions Options { get; } = options;

    public CancellationToken Cancellation { get; } = cancellation;

    public List<string> Warnings { get; } = [];

    /// <summary>The fault that ends a decoding, found just before the current position.</summary>
    [DoesNotReturn]
    public void Fail(AudioFormatProblem kind, string problem) => Source.Fail(kind, problem);

    /// <summary>Refuses what no clip can have.</summary>
    public void CheckFormat(long sampleRate, long channels)
    {
        if (sampleRate is < 1 or > AudioClip.MaxSampleRate)
            Fail(AudioFormatProblem.InvalidParameter, $"a sample rate of {sampleRate} Hz is not between 1 and {AudioClip.MaxSampleRate}");
        if (channels is < 1 or > AudioClip.MaxChannels)
            Fail(AudioFormatProblem.InvalidParameter, $"{channels} channels are not between 1 and {AudioClip.MaxChannels}");
    }

    /// <summary>Refuses more samples than the limit, over all channels.</summary>
    public void CheckLength(long samplesPerChannel, int channels)
    {
        if (samplesPerChannel > Math.Min(Options.MaxSamples / channels, Array.MaxLength))
            Fail(AudioFormatProblem.TooLong, $"it holds more than the {Options.MaxSamples} samples allowed (AudioDecoderOptions.MaxSamples)");
    }

    /// <summary>How many whole units of coded samples follow: as many as the header claims (null: up to the end), or as the file holds, with a warning.</summary>
    public long WholeUnits(ulong? claimed, int unitBytes)
    {
        var available = (ulong)Source.Remaining;
        var units = (long)(Math.Min(claimed ?? available, available) / (ulong)unitBytes);
        if (!(claimed > available)) return units;
        if (units == 0) Fail(AudioFormatProblem.TruncatedData, $"the header claims {claimed} bytes of samples, the file holds {available}");
        Warnings.Add($"The header claims {claimed} bytes of samples, the file holds {available}: what is there was decoded.");
        return units;
    }

    /// <summary>Fills a block of samples; the file cannot end inside it unless somebody cuts it meanwhile.</summary>
    public void Fill(Span<byte> block)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (Source.Read(block) < block.Length) Fail(AudioFormatProblem.TruncatedData, "the file became shorter while it was read");
    }

    /// <summary>The finished clip; refuses one without samples and one with samples that are not finite.</summary>
    public AudioClip Finish(float[][] channels, int sampleRate)
    {
        if (channels[0].Length == 0) Fail(AudioFormatProblem.Empty, "it holds no samples");
        for (var c = 0; c < channels.Length; c++)
            if (ClipRules.FirstNonFinite(channels[c]) is var at and >= 0)
                throw new AudioFormatException(AudioFormatProblem.NonFinite, Source.Name, null, LowerFirst(ClipRules.DescribeNonFinite(channels[c][at], at, c)));
        return AudioClip.Adopt(channels, sampleRate, Warnings);
    }

    private static string LowerFirst(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];
}
