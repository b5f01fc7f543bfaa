namespace Audire.Models.Whisper;

/// <summary>When a stretch of sound counts as active. See <see cref="VoiceActivityGate"/>.</summary>
public sealed record VoiceActivityOptions
{
    /// <summary>Level below which nothing counts as sound, in dB relative to full scale.</summary>
    /// <value>The default is -60.</value>
    public double FloorDecibels { get; init; } = -60;

    /// <summary>How far a frame must stand above the recording's quietest tenth to count as sound, in dB.</summary>
    /// <value>The default is 8.</value>
    public double MarginDecibels { get; init; } = 8;

    /// <summary>The shortest sound that opens the gate.</summary>
    /// <value>The default is 0.1 s.</value>
    public TimeSpan ShortestSound { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>Silence that keeps the gate open; longer silence closes it.</summary>
    /// <value>The default is 2 s: pauses between sentences stay inside.</value>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Sound kept before and after an active stretch, so that no consonant is cut.</summary>
    /// <value>The default is 0.3 s.</value>
    public TimeSpan Padding { get; init; } = TimeSpan.FromSeconds(0.3);
}
