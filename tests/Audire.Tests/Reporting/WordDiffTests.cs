using Audire.Reporting.Text;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>The word-level difference between reference and answer.</summary>
public sealed class WordDiffTests
{
    [Fact]
    public void Case_and_punctuation_make_no_difference() =>
        Assert.All(WordDiff.Of("And so, my fellow Americans:", "and so my «fellow» americans"), part => Assert.Equal(DiffKind.Same, part.Kind));

    [Theory]
    [InlineData("a b c", "a c", "a -b c")]
    [InlineData("a c", "a b c", "a +b c")]
    [InlineData("a b c", "a x c", "a b>x c")]
    [InlineData("", "a", "+a")]
    [InlineData("a", "", "-a")]
    [InlineData("", "", "")]
    [InlineData("早上好", "早安好", "早 上>安 好")]
    [InlineData("… ?", "… !", "… ?>!")]
    public void Each_word_is_kept_missing_added_or_replaced(string reference, string answer, string expected) =>
        Assert.Equal(expected, string.Join(' ', WordDiff.Of(reference, answer).Select(part => part.Kind switch
        {
            DiffKind.Missing => "-" + part.Reference,
            DiffKind.Added => "+" + part.Answer,
            DiffKind.Replaced => $"{part.Reference}>{part.Answer}",
            _ => part.Answer,
        })));

    [Fact]
    public void A_runaway_answer_is_bounded()
    {
        var parts = WordDiff.Of("one", string.Join(' ', Enumerable.Repeat("again", 100_000)));
        Assert.True(parts.Count <= 4002);
    }
}
