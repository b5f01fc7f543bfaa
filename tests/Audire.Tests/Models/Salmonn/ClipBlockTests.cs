using Audire.Audio;
using Audire.Models.Salmonn;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Clips of any length and form become blocks that the encoders take.</summary>
public sealed class ClipBlockTests
{
    private const int Window = 30 * AudioClip.SpeechRate;

    [Theory]
    [InlineData(0, 1, 16_000)]
    [InlineData(9_000, 1, 16_000)]
    [InlineData(480_000, 1, 480_000)]
    [InlineData(480_001, 2, 16_000)]
    [InlineData(1_200_000, 3, 240_000)]
    public void Every_window_begun_is_a_block_and_short_ones_are_filled_to_a_second(int samples, int blocks, int last)
    {
        var cut = ClipBlocks.Cut(AudioClip.Mono(new float[samples], AudioClip.SpeechRate), ClipLoading.Mend, Window);
        Assert.Equal(blocks, cut.Count);
        Assert.Equal(last, cut[^1].Length);
    }

    [Fact]
    public void As_published_takes_the_first_channel_and_thirty_seconds_of_it()
    {
        var left = Enumerable.Range(0, 500_000).Select(i => i / 500_000f).ToArray();
        var clip = AudioClip.Planar([left, new float[500_000]], AudioClip.SpeechRate);
        var cut = Assert.Single(ClipBlocks.Cut(clip, ClipLoading.Reference, Window));
        Assert.True(cut.Span.SequenceEqual(left.AsSpan(0, Window)));
        Assert.Equal(left[1000] / 2, ClipBlocks.Cut(clip, ClipLoading.Mend, Window)[0].Span[1000], 1e-6f);
        Assert.Contains("8000", Assert.Throws<ArgumentException>(() =>
            ClipBlocks.Cut(AudioClip.Mono(new float[8000], 8000), ClipLoading.Reference, Window)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recorded_lengths_hold()
    {
        using var table = Fixtures.Json("salmonn", "tables", "lengths.json");
        foreach (var row in table.RootElement.GetProperty("lengths").EnumerateArray())
        {
            var samples = row.GetProperty("samples").GetInt32();
            var cut = ClipBlocks.Cut(AudioClip.Mono(new float[samples], AudioClip.SpeechRate), ClipLoading.Mend, Window);
            Assert.Equal(row.GetProperty("fbank_frames").GetInt32(), Audire.Audio.Features.KaldiFbank.FrameCount(Assert.Single(cut).Length));
        }
    }
}
