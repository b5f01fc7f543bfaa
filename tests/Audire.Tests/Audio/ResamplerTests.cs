using System.Numerics;
using Audire.Audio;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Audio;

public class ResamplerTests
{
    [Fact]
    public void Follows_the_recorded_kaiser_best_values()
    {
        using var index = Fixtures.Json("features", "resample.json");
        var tensors = new RecordedTensors(Fixtures.Require("features", "resample.safetensors"));
        var target = index.RootElement.GetProperty("target_rate").GetInt32();
        foreach (var rate in index.RootElement.GetProperty("rates").EnumerateObject())
        {
            var actual = Resampler.Resample(tensors[$"{rate.Name}.input"].Values, int.Parse(rate.Name, null), target);
            var difference = Difference.Max(actual, tensors[$"{rate.Name}.torchaudio_kaiser_best"].Values);
            Assert.True(difference <= 1e-6, $"{rate.Name} Hz: off by {difference:g3}");
        }
    }

    // Gain within 0.05 dB up to 0.9 of the lower Nyquist frequency, phase below 1e-3 rad, nothing else above -100 dB.
    [Theory]
    [InlineData(8_000, 16_000)]
    [InlineData(22_050, 16_000)]
    [InlineData(44_100, 16_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(16_000, 44_100)]
    [InlineData(47_999, 16_000)]
    public void Keeps_a_tone_in_the_pass_band(int from, int to)
    {
        foreach (var fraction in new[] { 0.01, 0.25, 0.5, 0.8, 0.9 })
        {
            var tone = new Tone(fraction * Math.Min(from, to) / 2, 0.5);
            var fit = tone.FitIn(Resampler.Resample(tone.Samples(from), from, to), to);
            var gain = 20 * Math.Log10(fit.Amplitude.Magnitude / tone.Amplitude);
            Assert.InRange(gain, -0.05, 0.05);
            Assert.InRange(fit.Amplitude.Phase, -1e-3, 1e-3);
            Assert.True(fit.ResidualDb <= -100, $"{tone.Frequency} Hz: {fit.ResidualDb:f1} dB beside the tone");
        }
    }

    [Theory]
    [InlineData(22_050, 16_000)]
    [InlineData(44_100, 16_000)]
    [InlineData(48_000, 16_000)]
    [InlineData(96_000, 16_000)]
    public void Rejects_what_lies_above_the_new_Nyquist_frequency(int from, int to)
    {
        foreach (var above in new[] { 1.025, 1.125, 1.3, 1.5, 2.0, 2.5 })
        {
            var tone = new Tone(above * to / 2, 0.5);
            if (tone.Frequency >= from / 2.0) continue;
            var level = Tone.LevelDb(Tone.Inner(Resampler.Resample(tone.Samples(from), from, to)), tone.Amplitude);
            Assert.True(level <= -100, $"{tone.Frequency} Hz leaves {level:f1} dB");
        }
    }

    [Fact]
    public void Phase_by_phase_equals_the_formula_too()
    {
        // 44,101 : 48,000 have no common divisor, so their kernels would fill a table of 48,000 · 130 taps and none is built.
        var tone = new Tone(1_000, 0.5);
        var output = Resampler.Resample(tone.Samples(44_101), 44_101, 48_000);
        Assert.True(tone.FitIn(output, 48_000).ResidualDb <= -100);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    [InlineData(100, 276)]
    public void Length_is_rounded_up(int length, int expected) =>
        Assert.Equal(expected, Resampler.Resample(new float[length], 16_000, 44_100).Length);

    [Fact]
    public void Equal_rates_copy()
    {
        float[] samples = [1, -2, 3];
        var copy = Resampler.Resample(samples, 16_000, 16_000);
        Assert.Equal(samples, copy);
        Assert.NotSame(samples, copy);
    }

    [Fact]
    public void The_largest_floats_stay_finite() =>
        Assert.All(Resampler.Resample(Enumerable.Repeat(float.MaxValue, 400).ToArray(), 48_000, 16_000), sample => Assert.True(float.IsFinite(sample)));

    [Fact]
    public void A_rate_out_of_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.Resample([0f], 0, 16_000));

    private sealed record Tone(double Frequency, double Amplitude)
    {
        public float[] Samples(int rate) =>
            [.. Enumerable.Range(0, rate).Select(i => (float)(Amplitude * Math.Cos(2 * Math.PI * Frequency * i / rate)))];

        /// <summary>The middle, away from the edges that hear the zeros around the clip.</summary>
        public static ReadOnlySpan<float> Inner(float[] samples) => samples.AsSpan(samples.Length / 10, samples.Length * 8 / 10);

        public static double LevelDb(ReadOnlySpan<float> samples, double amplitude)
        {
            var power = 0.0;
            foreach (var sample in samples) power += (double)sample * sample;
            return 10 * Math.Log10(power / samples.Length / (amplitude * amplitude / 2) + 1e-30);
        }

        // Least squares of a cosine and a sine of the tone's frequency; what is left over is distortion.
        public (Complex Amplitude, double ResidualDb) FitIn(float[] output, int rate)
        {
            var inner = Inner(output);
            double cc = 0, ss = 0, cs = 0, yc = 0, ys = 0;
            var turn = 2 * Math.PI * Frequency / rate;
            for (var i = 0; i < inner.Length; i++)
            {
                var (s, c) = Math.SinCos(turn * (i + output.Length / 10));
                (cc, ss, cs, yc, ys) = (cc + c * c, ss + s * s, cs + c * s, yc + inner[i] * c, ys + inner[i] * s);
            }
            var determinant = cc * ss - cs * cs;
            double a = (yc * ss - ys * cs) / determinant, b = (ys * cc - yc * cs) / determinant;
            var rest = new float[inner.Length];
            for (var i = 0; i < inner.Length; i++)
            {
                var (s, c) = Math.SinCos(turn * (i + output.Length / 10));
                rest[i] = (float)(inner[i] - a * c - b * s);
            }
            return (new(a, -b), LevelDb(rest, Amplitude));
        }
    }
}
