namespace Audire.Audio.Perturbation;

/// <summary>Changes that a robust listener should shrug off. Each gives a new clip; all are deterministic.</summary>
public static class Perturbations
{
    /// <summary>Makes a clip louder or softer; nothing is clipped.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="decibels">Gain in dB; negative for softer.</param>
    public static AudioClip Amplify(this AudioClip clip, double decibels)
    {
        var factor = Math.Pow(10, decibels / 20);
        return clip.Map(channel => Array.ConvertAll(channel, sample => (float)(sample * factor)), clip.SampleRate);
    }

    /// <summary>Cuts peaks off, as an overdriven converter does.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="limit">Largest magnitude left, above 0.</param>
    public static AudioClip HardClip(this AudioClip clip, float limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        return clip.Map(channel => Array.ConvertAll(channel, sample => Math.Clamp(sample, -limit, limit)), clip.SampleRate);
    }

    /// <summary>Adds a constant, as a faulty converter does.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="offset">The constant.</param>
    public static AudioClip ShiftDc(this AudioClip clip, float offset) =>
        clip.Map(channel => Array.ConvertAll(channel, sample => sample + offset), clip.SampleRate);

    /// <summary>Removes everything above a frequency, as a telephone or a lossy codec does; the rate stays.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="hertz">Upper end of what is left, 1 to half the sample rate; the filter starts to fall at 0.9 of it.</param>
    public static AudioClip BandLimit(this AudioClip clip, int hertz)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(hertz, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hertz, clip.SampleRate / 2);
        var narrow = clip.Resample(2 * hertz).Resample(clip.SampleRate);
        return narrow.Length > clip.Length ? narrow.Slice(0, clip.Length) : narrow; // going down and up again may round the length up
    }

    /// <summary>Plays a clip faster or slower, pitch included, as a tape does.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="factor">Above 1 for faster; 0.1 to 10.</param>
    public static AudioClip ChangeSpeed(this AudioClip clip, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 0.1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factor, 10);
        // Heard at the old rate, a clip resampled to rate / factor is shorter by the factor.
        var rate = Math.Clamp((int)Math.Round(clip.SampleRate / factor), 1, AudioClip.MaxSampleRate);
        return clip.Map(channel => Resampler.Resample(channel, clip.SampleRate, rate), clip.SampleRate);
    }
}
