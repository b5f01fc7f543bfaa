using Audire.Audio;
using Audire.Evaluation.Scenarios;
using Xunit;

namespace Audire.Tests.Evaluation.Scenarios;

public sealed class ClipAssemblyTests
{
    private static readonly AudioClip First = AudioClip.Mono([.. Enumerable.Repeat(0.5f, 100)], 16000), Second = AudioClip.Mono([.. Enumerable.Repeat(-0.25f, 160)], 16000);

    [Fact]
    public void Joined_recordings_have_a_tenth_of_a_second_of_silence_between()
    {
        var joined = ClipAssembly.Join([First, Second, First]).Channel(0).ToArray();
        Assert.Equal(100 + 1600 + 160 + 1600 + 100, joined.Length);
        Assert.All(joined[..100], sample => Assert.Equal(0.5f, sample));
        Assert.All(joined[100..1700], sample => Assert.Equal(0f, sample));
        Assert.All(joined[1700..1860], sample => Assert.Equal(-0.25f, sample));
    }

    [Fact]
    public void Overlaid_recordings_are_summed_from_a_common_start_and_stay_within_full_scale()
    {
        var sum = ClipAssembly.Overlay([First, Second]).Channel(0).ToArray();
        Assert.Equal(160, sum.Length);
        Assert.Equal([0.25f, -0.25f], [sum[0], sum[159]]);
        Assert.Equal(1f, ClipAssembly.Overlay([First, First, First]).Channel(0)[0]);
    }
}
