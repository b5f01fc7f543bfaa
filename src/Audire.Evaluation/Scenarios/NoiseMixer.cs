using Audire.Audio;
using Audire.Audio.Perturbation;

namespace Audire.Evaluation.Scenarios;

/// <summary>Mixes noise into a recording as a scenario asks: from a given start, and never beyond full scale.</summary>
internal static class NoiseMixer
{
    /// <summary>
    /// The recording with noise at a ratio. A mixture beyond full scale is scaled as a whole, which keeps the ratio and what a 16-bit file
    /// can hold. Silence on either side has no ratio: then the recording stays as it is.
    /// </summary>
    /// <param name="signal">One channel.</param>
    /// <param name="noise">One channel at the same rate; it goes round.</param>
    /// <param name="snr">Ratio of the powers in dB.</param>
    /// <param name="start">Where in the noise to begin, 0 to 1 of its length.</param>
    public static AudioClip Mix(AudioClip signal, AudioClip noise, double snr, double start)
    {
        var mixed = new float[signal.Length];
        if (!NoiseMixing.TryMix(signal.Channel(0), noise.Channel(0), snr, mixed, (int)(start * noise.Length))) return signal;
        float peak = mixed.Max(Math.Abs);
        if (peak > 1)
            for (int i = 0; i < mixed.Length; i++) mixed[i] /= peak;
        return AudioClip.Mono(mixed, signal.SampleRate);
    }
}
