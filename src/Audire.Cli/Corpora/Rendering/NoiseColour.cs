using System.Collections.Concurrent;
using Audire.Audio;
using Audire.Metrics.Randomness;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>The spectrum of computed noise.</summary>
internal enum NoiseColour
{
    /// <summary>Equal power at all frequencies.</summary>
    White,

    /// <summary>3 dB less an octave.</summary>
    Pink,

    /// <summary>6 dB less an octave.</summary>
    Brown,

    /// <summary>6 dB more an octave.</summary>
    Hiss,

    /// <summary>Mains hum with its harmonics over a little pink noise.</summary>
    Hum,
}

/// <summary>Computes noise.</summary>
internal static class ColouredNoise
{
    private const int Seconds = 12;
    private const double Rms = 0.06;

    private static readonly ConcurrentDictionary<(NoiseColour, int), AudioClip> Made = new();

    /// <summary>Twelve seconds; kept, since there are some two hundred (150 MB) and each is used many times.</summary>
    public static AudioClip Make(NoiseColour colour, int seed) => Made.GetOrAdd((colour, seed), key => Compute(key.Item1, key.Item2));

    private static AudioClip Compute(NoiseColour colour, int seed)
    {
        var random = Chance.Of("noise", colour.ToString(), seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var samples = new double[Seconds * AudioClip.SpeechRate];
        Fill(samples, colour, random);
        var scale = Rms / Math.Sqrt(samples.Sum(x => x * x) / samples.Length);
        return AudioClip.Mono(Array.ConvertAll(samples, x => (float)Math.Clamp(x * scale, -1, 1)), AudioClip.SpeechRate);
    }

    private static void Fill(double[] samples, NoiseColour colour, PythonRandom random)
    {
        double brown = 0, before = 0;
        var pink = new PinkFilter();
        var mains = random.Next(2) == 0 ? 50 : 60;
        double[] harmonics = [.. Enumerable.Range(1, 8).Select(_ => random.NextDouble())];
        for (var i = 0; i < samples.Length; i++)
        {
            var white = random.NextGauss();
            brown = 0.995 * brown + white;
            samples[i] = colour switch
            {
                NoiseColour.White => white,
                NoiseColour.Pink => pink.Next(white),
                NoiseColour.Brown => brown,
                NoiseColour.Hiss => white - 0.95 * before,
                _ => 0.1 * pink.Next(white) + Harmonics(harmonics, 2 * Math.PI * mains * i / AudioClip.SpeechRate),
            };
            before = white;
        }
    }

    private static double Harmonics(double[] weights, double phase)
    {
        double sum = 0;
        for (var k = 0; k < weights.Length; k++) sum += weights[k] / (k + 1) * Math.Sin((k + 1) * phase);
        return sum;
    }

    // First-order low-passes of equal power, from 20 Hz up: each passes, at its low end, power in inverse proportion to its width, so the sum falls by about 3 dB an octave.
    private sealed class PinkFilter
    {
        private static readonly double[] Poles = [.. Enumerable.Range(0, 7).Select(k => Math.Exp(-2 * Math.PI * 20 * Math.Pow(2, 1.4 * k) / AudioClip.SpeechRate))];
        private readonly double[] _state = new double[Poles.Length];

        public double Next(double white)
        {
            double sum = 0;
            for (var k = 0; k < Poles.Length; k++)
            {
                _state[k] = Poles[k] * _state[k] + Math.Sqrt(1 - Poles[k] * Poles[k]) * white;
                sum += _state[k];
            }
            return sum;
        }
    }
}
