using Audire.Models.Whisper.Transcribing;
using Xunit;

namespace Audire.Tests.Models.Whisper;

/// <summary>How a window's tokens are cut at timestamps, and where the next window starts.</summary>
public sealed class WindowSegmentsTests
{
    private const int Begin = 1000;
    private const int Frames = 3000;

    [Fact]
    public void Text_without_timestamps_lasts_through_the_window()
    {
        var cut = WindowSegments.Cut([5, 6, 7], Begin, 1100);
        var span = Assert.Single(cut.Spans);
        Assert.Equal((0.0, 550.0, 1100), (span.Start, span.End, cut.Advance));
        Assert.True(cut.EndsWithSpeech);
    }

    [Fact]
    public void A_single_closing_timestamp_ends_the_text_and_the_window()
    {
        var cut = WindowSegments.Cut([Begin, 5, 6, Begin + 120], Begin, Frames);
        var span = Assert.Single(cut.Spans);
        Assert.Equal((0.0, 120.0, Frames), (span.Start, span.End, cut.Advance));
        Assert.False(cut.EndsWithSpeech);
    }

    [Fact]
    public void Unfinished_text_is_left_to_the_next_window()
    {
        var cut = WindowSegments.Cut([Begin + 2, 5, Begin + 50, Begin + 50, 6, Begin + 90, Begin + 95, 7, 8], Begin, Frames);
        Assert.Equal([(2.0, 50.0), (50.0, 90.0)], cut.Spans.Select(span => (span.Start, span.End)));
        Assert.Equal([Begin + 50, 6, Begin + 90], cut.Spans[1].Tokens);
        Assert.Equal(2 * 90, cut.Advance);
        Assert.True(cut.EndsWithSpeech);
    }

    [Fact]
    public void A_last_segment_that_was_closed_is_kept_and_the_window_is_done()
    {
        var cut = WindowSegments.Cut([Begin, 5, Begin + 50, Begin + 60, 6, Begin + 90], Begin, Frames);
        Assert.Equal([(0.0, 50.0), (60.0, 90.0)], cut.Spans.Select(span => (span.Start, span.End)));
        Assert.Equal(Frames, cut.Advance);
        Assert.False(cut.EndsWithSpeech);
    }

    [Fact]
    public void Nothing_written_is_one_empty_stretch()
    {
        var cut = WindowSegments.Cut([], Begin, 100);
        Assert.Empty(Assert.Single(cut.Spans).Tokens);
        Assert.Equal(100, cut.Advance);
    }
}
