namespace Audire.Audio;

/// <summary>The outline of a waveform: the lowest and the highest sample in each of equal parts.</summary>
/// <param name="Lowest">One value a part.</param>
/// <param name="Highest">One value a part.</param>
public sealed record WaveformPeaks(float[] Lowest, float[] Highest)
{
    /// <summary>Computes the outline of a clip, mixed to one channel.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="parts">How many parts are wanted, at least 1; never more than there are samples.</param>
    public static WaveformPeaks Compute(AudioClip clip, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        var samples = clip.ToMono().Channel(0);
        parts = Math.Min(parts, samples.Length);
        var peaks = new WaveformPeaks(new float[parts], new float[parts]);
        for (var i = 0; i < parts; i++)
        {
            int from = (int)((long)i * samples.Length / parts), to = (int)((long)(i + 1) * samples.Length / parts);
            float lowest = samples[from], highest = samples[from];
            foreach (var sample in samples[from..to]) (lowest, highest) = (Math.Min(lowest, sample), Math.Max(highest, sample));
            (peaks.Lowest[i], peaks.Highest[i]) = (lowest, highest);
        }
        return peaks;
    }
}
