using Audire.Audio;
using Audire.Audio.Perturbation;
using Xunit;

namespace Audire.Tests.Audio.Perturbation;

public class PerturbationsTests
{
    private static readonly AudioClip Clip = Noise.White(16_000, 0.2, seed: 9);

    [Fact]
    public void Amplifying_by_six_decibels_doubles() => Assert.Equal(2.0, Rms(Clip.Amplify(20 * Math.Log10(2))) / Rms(Clip), 1e-4);

    [Fact]
    public void Clipping_leaves_nothing_above_the_limit()
    {
        var clipped = Clip.HardClip(0.1f).Channel(0).ToArray();
        Assert.Equal(0.1f, clipped.Max());
        Assert.Equal(-0.1f, clipped.Min());
    }

    [Fact]
    public void A_shift_moves_the_mean() => Assert.Equal(0.25, Clip.ShiftDc(0.25f).Channel(0).ToArray().Average() - Clip.Channel(0).ToArray().Average(), 1e-5);

    [Fact]
    public void A_band_limit_keeps_rate_and_length_and_removes_what_lies_above()
    {
        var low = Tone(1_000).BandLimit(2_000);
        Assert.Equal((16_000, 16_000), (low.SampleRate, low.Length));
        Assert.Equal(1.0, Rms(low) / Rms(Tone(1_000)), 0.02);
        Assert.InRange(Rms(Tone(3_000).BandLimit(2_000)) / Rms(Tone(3_000)), 0, 0.01); // what is left sits at the ends
    }

    [Theory]
    [InlineData(1.25)]
    [InlineData(0.8)]
    public void Speed_changes_the_length(double factor) => Assert.Equal(16_000 / factor, Clip.ChangeSpeed(factor).Length, 1.0);

    [Fact]
    public void Noise_has_the_level_and_the_slope_of_its_colour()
    {
        Assert.Equal(0.2, Rms(Clip), 1e-6);
        var pink = Noise.Pink(65_536, 0.2, seed: 5);
        Assert.Equal(0.2, Rms(pink), 1e-6);
        // An octave of pink noise has the power of any other; of white noise, twice that of the one below.
        Assert.InRange(OctaveRatio(pink), 0.8, 1.25);
        Assert.InRange(OctaveRatio(Noise.White(65_536, 0.2, seed: 5)), 1.7, 2.4);
    }

    [Fact]
    public void The_generator_gives_the_published_numbers()
    {
        var source = new SeededNoise(1_234_567);
        Assert.Equal([6_457_827_717_110_365_317, 3_203_168_211_198_807_973], new[] { source.Next(), source.Next() });
    }

    [Fact]
    public void A_seed_gives_the_same_noise_always()
    {
        Assert.Equal(Clip.ContentHash, Noise.White(16_000, 0.2, seed: 9).ContentHash);
        Assert.NotEqual(Clip.ContentHash, Noise.White(16_000, 0.2, seed: 10).ContentHash);
    }

    [Fact]
    public void An_overflow_is_an_error_and_no_infinity() => Assert.Throws<ArgumentException>(() => AudioClip.Mono([1e30f], 8_000).Amplify(300));

    // Power from 2 to 4 kHz over power from 1 to 2 kHz.
    private static double OctaveRatio(AudioClip clip)
    {
        double below4 = Power(clip.BandLimit(4_000)), below2 = Power(clip.BandLimit(2_000)), below1 = Power(clip.BandLimit(1_000));
        return (below4 - below2) / (below2 - below1);
    }

    private static double Power(AudioClip clip) => Math.Pow(Rms(clip), 2);

    private static double Rms(AudioClip clip) => Math.Sqrt(clip.Channel(0).ToArray().Average(x => (double)x * x));

    private static AudioClip Tone(int frequency) => AudioClip.Mono([.. Enumerable.Range(0, 16_000).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / 16_000))], 16_000);
}
