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
    public void A_clip_of_sixteen_bits_is_sent_as_it_was_recorded() => Gen.Short.Array[1, 400].Sample(samples =>
    {
        var clip = AudioClip.Mono([.. samples.Select(s => s / 32768f)], 16000);
        Assert.Equal(clip.ContentHash, Pcm16.Round(clip).ContentHash);
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Pcm16Wav.Encode(clip));
        Assert.Equal(clip.ContentHash, AudioFile.Load(path).ContentHash);
        File.Delete(path);
    }, iter: 30);
}
