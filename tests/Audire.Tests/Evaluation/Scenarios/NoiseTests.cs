using Audire.Audio;
using Audire.Evaluation.Scenarios;
using CsCheck;
using Xunit;

namespace Audire.Tests.Evaluation.Scenarios;

public sealed class NoiseTests
{
    [Fact]
    public void A_sample_takes_whole_groups_keeps_order_and_never_depends_on_rows_elsewhere() => Gen.Int[1, 40].Array[1, 30].Sample(sizes =>
    {
        var rows = sizes.SelectMany((size, g) => Enumerable.Range(0, 1 + (size % 4)).Select(i => (Group: $"g{g}", i))).ToArray();
        int most = Math.Max(1, rows.Length / 2);
        var taken = Sampling.Take(rows, row => row.Group, most, "seed");
        Assert.Equal(rows.Where(taken.Contains), taken);
        Assert.All(taken.GroupBy(row => row.Group), group => Assert.Equal(rows.Count(row => row.Group == group.Key), group.Count()));
        Assert.True(taken.Count <= Math.Max(most, 4));
        Assert.Equal(taken, Sampling.Take(rows, row => row.Group, most, "seed"));
    });

    [Fact]
    public void Noise_stands_at_the_ratio_asked_for_even_where_the_mixture_is_scaled() => Gen.Select(Gen.Double[-10, 30], Gen.Double[0, 1], Gen.Float[-1, 1].Array[50, 200], Gen.Float[-1, 1].Array[10, 60])
        .Sample((snr, start, signal, noise) =>
        {
            var clean = AudioClip.Mono(signal, 16000);
            var mixed = NoiseMixer.Mix(clean, AudioClip.Mono(noise, 16000), snr, Math.Min(start, 0.999)).Channel(0).ToArray();
            Assert.True(mixed.Max(Math.Abs) <= 1.000001f);
            // mixed = (signal + g noise) / peak: the part along the signal tells 1 / peak, what is left is the noise.
            double[] looped = [.. Enumerable.Range(0, signal.Length).Select(i => (double)noise[((int)(Math.Min(start, 0.999) * noise.Length) + i) % noise.Length])];
            double gain = Math.Sqrt(signal.Sum(x => (double)x * x) / (looped.Sum(x => x * x) * Math.Pow(10, snr / 10)));
            double peak = Math.Max(1, signal.Select((x, i) => Math.Abs(x + (gain * looped[i]))).Max());
            for (int i = 0; i < signal.Length; i++) Assert.Equal((signal[i] + (gain * looped[i])) / peak, mixed[i], 1e-5);
        }, iter: 100);

    [Fact]
    public void A_clip_of_sixteen_bits_is_sent_as_it_was_recorded() => Gen.Short.Array[1, 400].Sample(samples =>
    {
        var clip = AudioClip.Mono([.. samples.Select(s => s / 32768f)], 16000);
        Assert.Equal(clip.ContentHash, Pcm16.Round(clip).ContentHash);
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, WavWriter.Encode(clip));
        Assert.Equal(clip.ContentHash, AudioFile.Load(path).ContentHash);
        File.Delete(path);
    }, iter: 30);
}
