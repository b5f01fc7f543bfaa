using Audire.Models.Whisper.Decoding;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Whisper;

/// <summary>The compression ratio is that of Python's zlib, to the byte.</summary>
public sealed class CompressionRatioTests
{
    [Fact]
    public void Recorded_windows_have_the_recorded_ratio()
    {
        using var json = Fixtures.Json("whisper", "base_longform.json");
        foreach (var run in json.RootElement.GetProperty("runs").EnumerateObject())
            foreach (var window in run.Value.GetProperty("segments").EnumerateArray().Where(s => s.TryGetProperty("seek", out _)).GroupBy(s => s.GetProperty("seek").GetInt32()))
                Assert.Equal(
                    window.First().GetProperty("compression_ratio").GetDouble(),
                    CompressionRatio.Of(string.Concat(window.Select(segment => segment.GetProperty("text").GetString())).Trim()), 1e-12);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1 / 9.0)]
    public void Short_texts_do_not_compress(string text, double expected) => Assert.Equal(expected, CompressionRatio.Of(text), 1e-12);

    [Fact]
    public void A_loop_is_far_above_the_threshold() =>
        Assert.True(CompressionRatio.Of(string.Concat(Enumerable.Repeat("and then they went ", 20))) > 2.4);
}
