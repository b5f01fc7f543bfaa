using Audire.Audio;

namespace Audire.Evaluation.Scenarios;

/// <summary>Mixes noise into a recording at a signal-to-noise ratio.</summary>
internal static class NoiseMixer
{
    /// <summary>
    /// signal + gain · noise, with gain = sqrt(mean(signal²) / (mean(noise²) · 10^(snr / 10))); the noise begins at <paramref name="start"/> and
    /// goes round. A mixture beyond full scale is scaled as a whole, which keeps the ratio. Silence on either side mixes nothing.
    /// </summary>
    /// <param name="signal">One channel.</param>
    /// <param name="noise">One channel at the same rate.</param>
    /// <param name="snr">Ratio of the powers in dB.</param>
    /// <param name="start">Where in the noise to begin, 0 to 1 of its length.</param>
    public static AudioClip Mix(AudioClip signal, AudioClip noise, double snr, double start)
    {
        var samples = signal.Channel(0).ToArray();
        var other = noise.Channel(0);
        if (other.Length == 0) return signal;
        int offset = (int)(start * other.Length);
        var looped = new float[samples.Length];
        for (int i = 0; i < looped.Length; i++) looped[i] = other[(int)(((long)offset + i) % other.Length)];
        double noisePower = Power(looped), signalPower = Power(samples);
        if (noisePower == 0 || signalPower == 0) return signal;
        double gain = Math.Sqrt(signalPower / (noisePower * Math.Pow(10, snr / 10)));
        double peak = 1;
        for (int i = 0; i < samples.Length; i++) peak = Math.Max(peak, Math.Abs(samples[i] + (gain * looped[i])));
        for (int i = 0; i < samples.Length; i++) samples[i] = (float)((samples[i] + (gain * looped[i])) / peak);
        return AudioClip.Mono(samples, signal.SampleRate);
    }

    private static double Power(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (var sample in samples) sum += (double)sample * sample;
        return samples.Length == 0 ? 0 : sum / samples.Length;
    }
}
