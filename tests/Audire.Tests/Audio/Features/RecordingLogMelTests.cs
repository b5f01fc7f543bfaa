using Audire.Audio.Features;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Audio.Features;

/// <summary>A recording's log-mel frames, window by window, are those of the whole.</summary>
public sealed class RecordingLogMelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(160)]
    [InlineData(479_999)]
    [InlineData(480_001)]
    [InlineData(1_000_123)]
    public void Any_window_equals_the_whole_there(int length)
    {
        using var scope = NewDisposeScope();
        var random = new Random(length);
        var samples = new float[length];
        for (var i = 0; i < length; i++) samples[i] = (float)((random.NextDouble() - 0.5) * Math.Pow(i / (double)length, 3)); // the loudest part comes last
        var whole = LogMel.ComputeRecording(samples);
        var recording = new RecordingLogMel(samples, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(length / LogMel.Hop, recording.Frames);
        foreach (var first in new[] { 0, Math.Min(7, recording.Frames), recording.Frames / 2, recording.Frames })
            Assert.True((recording.Window(first, 3000) - whole.narrow(1, first, 3000)).abs().max().item<float>() <= 1e-5, $"at {first}");
    }

    [Fact]
    public void What_lies_beyond_the_appended_silence_is_silence_too()
    {
        using var scope = NewDisposeScope();
        var recording = new RecordingLogMel(new float[16_000], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(-1.5f, recording.Window(5000, 10).max().item<float>());
    }

    [Fact]
    public void The_first_pass_can_be_cancelled() =>
        Assert.Throws<OperationCanceledException>(() => new RecordingLogMel(new float[16_000], cancellationToken: new CancellationToken(canceled: true)));
}
