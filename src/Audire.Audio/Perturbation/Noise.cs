using TorchSharp;
using static TorchSharp.torch;

namespace Audire.Audio.Perturbation;

/// <summary>Synthetic noise, determined by its seed. Safe for concurrent use.</summary>
public static class Noise
{
    /// <summary>Gaussian white noise: equal power in every hertz.</summary>
    /// <param name="length">Samples.</param>
    /// <param name="rms">Root mean square of the result, at least 0.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="sampleRate">Samples a second.</param>
    public static AudioClip White(int length, double rms, ulong seed, int sampleRate = AudioClip.SpeechRate) =>
        Scale(Gaussian(length, seed), rms, sampleRate);

    /// <summary>Pink noise: equal power in every octave, made from white noise by dividing its spectrum by the root of the frequency.</summary>
    /// <inheritdoc cref="White"/>
    public static AudioClip Pink(int length, double rms, ulong seed, int sampleRate = AudioClip.SpeechRate)
    {
        if (length == 0) return Scale([], rms, sampleRate);
        using var scope = NewDisposeScope();
        var spectrum = torch.fft.rfft(torch.tensor(Gaussian(length, seed)));                 // [F] complex
        var root = torch.arange(spectrum.shape[0], dtype: float64).clamp(min: 1).sqrt();     // [F]
        return Scale(torch.fft.irfft(spectrum / root, length).data<double>().ToArray(), rms, sampleRate);
    }

    private static double[] Gaussian(int length, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var source = new SeededNoise(seed);
        var values = new double[length];
        foreach (ref var value in values.AsSpan()) value = source.Gaussian();
        return values;
    }

    private static AudioClip Scale(double[] values, double rms, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rms);
        var power = values.Sum(value => value * value);
        var scale = power == 0 ? 0 : rms / Math.Sqrt(power / values.Length);
        return AudioClip.Adopt([Array.ConvertAll(values, value => (float)(value * scale))], sampleRate);
    }
}
