namespace Audire.Audio;

/// <summary>Thresholds of <see cref="VoiceDetector"/>. Immutable.</summary>
public sealed record VoiceThresholds
{
    /// <summary>The thresholds used where none are given.</summary>
    public static VoiceThresholds Default { get; } = new();

    /// <summary>How far above the noise floor a frame must lie to be active, in dB.</summary>
    /// <value>Default 5: half a minute of steady noise, white or pink, stays below it; speech at 0 dB to white noise does not.</value>
    public double AboveFloorDb { get; init; } = 5;

    /// <summary>The level below which nothing is active, in dB relative to full scale.</summary>
    /// <value>Default -65.</value>
    public double SilenceDb { get; init; } = -65;

    /// <summary>The spectral flatness below which an active frame counts as voiced; white noise has 0.56, a vowel less than 0.2.</summary>
    /// <value>Default 0.3.</value>
    public double VoicedFlatness { get; init; } = 0.3;

    /// <summary>How much voiced sound a stretch needs to be speech.</summary>
    /// <value>Default 50 ms.</value>
    public TimeSpan LeastVoiced { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Which share of the active frames of a stretch must be voiced.</summary>
    /// <value>Default 0.1.</value>
    public double LeastVoicedShare { get; init; } = 0.1;

    /// <summary>Pauses up to this length are bridged.</summary>
    /// <value>Default 400 ms.</value>
    public TimeSpan Bridge { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>What is kept before and after active frames, so that soft beginnings and ends are not lost.</summary>
    /// <value>Default 200 ms.</value>
    public TimeSpan Hangover { get; init; } = TimeSpan.FromMilliseconds(200);
}
