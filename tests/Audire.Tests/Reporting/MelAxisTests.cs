using Audire.Audio.Features;
using Audire.Reporting.Pictures;
using TorchSharp;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>The labels beside a spectrogram stand where the sound is.</summary>
public sealed class MelAxisTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    [InlineData(2000)]
    [InlineData(4000)]
    public void A_pure_tone_is_brightest_at_the_height_of_its_frequency(double hertz)
    {
        var samples = new float[16000];
        for (var i = 0; i < samples.Length; i++) samples[i] = 0.5f * (float)Math.Sin(2 * Math.PI * hertz * i / 16000);
        using var scope = torch.NewDisposeScope();
        var band = LogMel.Compute(samples).select(1, 50).argmax().item<long>();
        Assert.Equal((band + 0.5) / 80, MelAxis.Height(hertz), 1.0 / 80);
    }
}
