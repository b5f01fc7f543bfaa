namespace Audire.Audio.Features;

/// <summary>Guards shared by all features.</summary>
internal static class Signal
{
    /// <summary>Refuses NaN and infinities, which would spread silently over a whole feature matrix.</summary>
    public static void CheckFinite(ReadOnlySpan<float> samples)
    {
        if (ClipRules.FirstNonFinite(samples) is var at and >= 0)
            throw new ArgumentException(ClipRules.DescribeNonFinite(samples[at], at, 0) + "; features need finite samples.", nameof(samples));
    }

    /// <summary>The largest magnitude; 0 for no samples.</summary>
    public static float Peak(ReadOnlySpan<float> samples)
    {
        var peak = 0f;
        foreach (var sample in samples) peak = Math.Max(peak, Math.Abs(sample));
        return peak;
    }
}
