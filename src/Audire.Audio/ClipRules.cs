using System.Numerics;
using System.Runtime.InteropServices;

namespace Audire.Audio;

/// <summary>What holds for every clip: sane rate and channel count, channels of equal length, finite samples.</summary>
internal static class ClipRules
{
    private const int ExponentMask = 0x7f80_0000; // all ones in NaN and in the infinities alone

    public static void CheckFormat(float[][] channels, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, AudioClip.MaxSampleRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels.Length, 1, nameof(channels));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels.Length, AudioClip.MaxChannels, nameof(channels));
        if (channels.Any(channel => channel.Length != channels[0].Length))
            throw new ArgumentException($"The channels have {string.Join(", ", channels.Select(c => c.Length))} samples; a clip needs the same number in each.", nameof(channels));
    }

    public static void CheckFinite(float[][] channels)
    {
        for (var c = 0; c < channels.Length; c++)
            if (FirstNonFinite(channels[c]) is var at and >= 0)
                throw new ArgumentException(DescribeNonFinite(channels[c][at], at, c) + "; a clip holds finite samples only.", nameof(channels));
    }

    /// <summary>The place of the first NaN or infinity, or -1.</summary>
    public static int FirstNonFinite(ReadOnlySpan<float> samples)
    {
        var mask = new Vector<int>(ExponentMask);
        var whole = MemoryMarshal.Cast<float, Vector<int>>(samples);
        var at = 0;
        while (at < whole.Length && !Vector.EqualsAny(whole[at] & mask, mask)) at++;
        for (at *= Vector<int>.Count; at < samples.Length; at++)
            if (!float.IsFinite(samples[at])) return at;
        return -1;
    }

    public static string DescribeNonFinite(float value, int sample, int channel) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Sample {sample} of channel {channel} is {(float.IsNaN(value) ? "NaN" : "infinite")}");
}
