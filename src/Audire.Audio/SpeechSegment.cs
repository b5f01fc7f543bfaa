namespace Audire.Audio;

/// <summary>A stretch of speech, in samples.</summary>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample behind its last.</param>
public readonly record struct SpeechSegment(int Start, int End)
{
    /// <summary>Samples in the stretch.</summary>
    public int Length => End - Start;
}
