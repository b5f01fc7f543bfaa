using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio;

public class WaveformPeaksTests
{
    [Fact]
    public void Each_part_shows_its_extremes()
    {
        var peaks = WaveformPeaks.Compute(AudioClip.Mono([1, -1, 0.5f, 0.25f, -2], 8_000), 2);
        Assert.Equal([-1f, -2f], peaks.Lowest);
        Assert.Equal([1f, 0.5f], peaks.Highest);
    }

    [Fact]
    public void There_are_never_more_parts_than_samples()
    {
        Assert.Equal(2, WaveformPeaks.Compute(AudioClip.Mono([1, 2], 8_000), 100).Lowest.Length);
        Assert.Empty(WaveformPeaks.Compute(AudioClip.Mono([], 8_000), 100).Lowest);
    }
}
