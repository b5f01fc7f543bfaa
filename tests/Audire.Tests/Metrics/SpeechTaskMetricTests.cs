using Audire.Metrics.Alignment;
using Audire.Metrics.Generation;
using Audire.Metrics.Normalization;
using Xunit;

namespace Audire.Tests.Metrics;

/// <summary>Phone errors, overlapped speech, and the texts they and captions are compared in.</summary>
public sealed class SpeechTaskMetricTests
{
    [Theory]
    [InlineData("Don't  <MUSIC> STOP, [noise] now!", "dont stop now")]
    [InlineData("well-known — “yes”", "wellknown yes")]
    [InlineData("<SIL>", "")]
    [InlineData("caf\u00e9 5 $", "caf\u00e9 5")]
    public void Salmonns_normal_form_deletes_tags_and_punctuation(string text, string expected) => Assert.Equal(expected, TextNormalizers.Salmonn.Normalize(text));

    [Theory]
    [InlineData("HH AH0 L OW1", "hh ah0 l ow1", 0, 4)]
    [InlineData("HH AH0 L OW1", "HH EH1 L OW1 sil", 1, 4)]
    [InlineData("SIL HH AH0 SP L OW1 SPN", "HH AH0 L", 1, 4)]
    [InlineData("a b", null, 2, 2)]
    public void Phone_errors_are_counted_without_silences(string reference, string? hypothesis, int errors, int length)
    {
        var counts = PhoneScore.Of(reference, hypothesis);
        Assert.Equal((errors, length), (counts.Errors, counts.ReferenceLength));
    }

    [Theory]
    [InlineData("the cat sat. a dog ran.", "A dog ran. The cat sat.", 0)]
    [InlineData("the cat sat. a dog ran.", "The cat sat", 3)] // the other talker is missing
    [InlineData("the cat sat. a dog ran.", "a dog. ran. the cat sat", 0)] // three pieces, two of them one talker's
    [InlineData("the cat sat | a dog ran", "the cat ran. a dog sat", 2)]
    [InlineData("the cat sat. a dog ran.", null, 6)]
    [InlineData("the cat sat. a dog ran.", "the cat sat a dog ran", 6)] // one piece: three insertions and three deletions
    public void Talkers_may_be_written_down_in_any_order(string reference, string? answer, int errors)
    {
        var counts = OverlappedSpeechScore.Of(reference, answer);
        Assert.Equal((errors, 6), (counts.Errors, counts.ReferenceLength));
    }

    [Fact]
    public void The_order_of_talkers_changes_nothing_and_an_endless_answer_ends()
    {
        string[] talkers = ["one two three", "four five", "six"];
        string reference = string.Join(". ", talkers);
        var expected = OverlappedSpeechScore.Of(reference, "one two. four. six six").Errors;
        foreach (var order in (int[][])[[0, 1, 2], [2, 1, 0], [1, 2, 0]])
            Assert.Equal(expected, OverlappedSpeechScore.Of(string.Join(". ", order.Select(i => talkers[i])), "six six. one two. four").Errors);
        Assert.NotNull(OverlappedSpeechScore.Of(reference, string.Concat(Enumerable.Repeat("a. ", 5000))).ErrorRate);
        Assert.Null(OverlappedSpeechScore.Of("...", "a").ErrorRate);
    }

    [Fact]
    public void A_number_with_a_decimal_point_is_no_end_of_a_talker() =>
        Assert.Equal(["it costs 35 today", "yes"], OverlappedSpeechScore.Streams("It costs 3.5 today. Yes.", TextNormalizers.Salmonn));

    [Theory]
    [InlineData("A dog barks, then a car passes.", "a dog barks then a car passes")]
    [InlineData("It isn't loud... (a man's voice)", "it is n't loud a man 's voice")]
    [InlineData("!!!", "")]
    public void Captions_are_compared_by_lower_case_words(string caption, string words) => Assert.Equal(words, string.Join(' ', CaptionTokenizer.Tokens(caption)));
}
