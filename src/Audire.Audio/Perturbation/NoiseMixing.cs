using System.Numerics;

namespace Audire.Audio.Perturbation;

/// <summary>Adds noise to a signal at a given signal-to-noise ratio.</summary>
/// <remarks>
/// The noise is repeated cyclically to the signal's length and cut; y = x + g · n with g = √(mean(x²) / (mean(n²) · 10^(SNR / 10))). Nothing is clipped or
/// normalised afterwards. Sums run in double. Stateless and safe for concurrent use.
/// </remarks>
public static class NoiseMixing
{
    /// <summary>The factor g for the noise.</summary>
    /// <typeparam name="T">The type of the samples.</typeparam>
    /// <param name="signal">The signal.</param>
    /// <param name="noise">The noise, of any length.</param>
    /// <param name="snrDb">Signal-to-noise ratio in dB.</param>
    /// <param name="offset">Sample of the noise that falls on the signal's first.</param>
    /// <returns>Null where signal or noise has no power: then no factor gives the ratio.</returns>
    public static double? Gain<T>(ReadOnlySpan<T> signal, ReadOnlySpan<T> noise, double snrDb, int offset = 0)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (signal.IsEmpty || noise.IsEmpty) return null;
        double signalEnergy = 0, noiseEnergy = 0;
        for (int i = 0, n = offset % noise.Length; i < signal.Length; i++)
        {
            double x = double.CreateChecked(signal[i]), y = double.CreateChecked(noise[n]);
            signalEnergy += x * x;
            noiseEnergy += y * y;
            if (++n == noise.Length) n = 0;
        }
        return signalEnergy > 0 && noiseEnergy > 0 ? Math.Sqrt(signalEnergy / (noiseEnergy * Math.Pow(10, snrDb / 10))) : null;
    }

    /// <summary>Writes signal and noise at the wanted ratio.</summary>
    /// <typeparam name="T">The type of the samples.</typeparam>
    /// <param name="signal">The signal.</param>
    /// <param name="noise">The noise, of any length.</param>
    /// <param name="snrDb">Signal-to-noise ratio in dB.</param>
    /// <param name="destination">As long as the signal.</param>
    /// <param name="offset">Sample of the noise that falls on the signal's first.</param>
    /// <returns>False, with nothing written, where signal or noise has no power.</returns>
    public static bool TryMix<T>(ReadOnlySpan<T> signal, ReadOnlySpan<T> noise, double snrDb, Span<T> destination, int offset = 0)
        where T : IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, signal.Length, nameof(destination));
        if (Gain(signal, noise, snrDb, offset) is not { } gain) return false;
        for (int i = 0, n = offset % noise.Length; i < signal.Length; i++)
        {
            destination[i] = T.CreateChecked(double.CreateChecked(signal[i]) + gain * double.CreateChecked(noise[n]));
            if (++n == noise.Length) n = 0;
        }
        return true;
    }

    /// <summary>A clip with noise at a given ratio, the same in every channel.</summary>
    /// <param name="signal">The clip; its rate and channels are those of the result.</param>
    /// <param name="noise">The noise, brought to one channel and to the signal's rate.</param>
    /// <param name="snrDb">Signal-to-noise ratio in dB, in each channel by itself.</param>
    /// <param name="seed">Chooses where in the noise to start; null for its beginning.</param>
    /// <exception cref="ArgumentException">A channel of the signal, or the noise, has no power: then no ratio exists.</exception>
    public static AudioClip AtSnr(this AudioClip signal, AudioClip noise, double snrDb, ulong? seed = null)
    {
        var track = noise.ToMono().Resample(signal.SampleRate).ChannelMemory(0);
        var offset = seed is { } number && track.Length > 0 ? (int)(new SeededNoise(number).Next() % (ulong)track.Length) : 0;
        return signal.Map(channel =>
        {
            var mixed = new float[channel.Length];
            return TryMix<float>(channel, track.Span, snrDb, mixed, offset)
                ? mixed
                : throw new ArgumentException("The signal or the noise is silent, so that no signal-to-noise ratio exists.", nameof(noise));
        }, signal.SampleRate);
    }
}
