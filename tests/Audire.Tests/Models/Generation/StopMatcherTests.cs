using System.Text;
using Audire.Models.Generation;
using CsCheck;
using Xunit;

namespace Audire.Tests.Models.Generation;

/// <summary>Stop strings across chunk borders.</summary>
public sealed class StopMatcherTests
{
    [Fact]
    public void What_is_shown_does_not_depend_on_how_the_text_is_cut() =>
        Gen.Select(Letters(0, 30), Letters(1, 4).Array[0, 3], Gen.Int[0, int.MaxValue]).Sample((text, stops, seed) =>
        {
            var (shown, stopped) = Run(text, stops, new Random(seed));
            var (start, _) = stops.Select(stop => (At: text.IndexOf(stop, StringComparison.Ordinal), stop.Length))
                .Where(hit => hit.At >= 0).OrderBy(hit => hit.At + hit.Length).ThenBy(hit => hit.At).FirstOrDefault((-1, 0));
            return stopped == (start >= 0) && shown == (start >= 0 ? text[..start] : text);
        });

    [Fact]
    public void Nothing_of_a_stop_string_is_shown_before_it_is_known_not_to_be_one()
    {
        var matcher = new StopMatcher(["</end>"]);
        Assert.Equal("a", matcher.Append("a<"));
        Assert.Equal("", matcher.Append("/en"));
        Assert.Equal("</enough ", matcher.Append("ough "));
        Assert.Equal("b", matcher.Append("b</end>c"));
        Assert.True(matcher.Stopped);
        Assert.Equal("", matcher.Append("d") + matcher.Flush());
    }

    private static Gen<string> Letters(int least, int most) => Gen.Char["ab"].Array[least, most].Select(letters => new string(letters));

    private static (string, bool) Run(string text, string[] stops, Random random)
    {
        var matcher = new StopMatcher(stops);
        var shown = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var length = Math.Min(random.Next(1, 5), text.Length - at);
            shown.Append(matcher.Append(text.Substring(at, length)));
            at += length;
        }
        if (!matcher.Stopped) shown.Append(matcher.Flush());
        return (shown.ToString(), matcher.Stopped);
    }
}
