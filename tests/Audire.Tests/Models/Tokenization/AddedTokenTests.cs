using System.Text.Json.Nodes;
using Audire.Models.Tokenization;
using Xunit;

namespace Audire.Tests.Models.Tokenization;

/// <summary>Added tokens: found longest first and by their flags in templates, never in a user's own text.</summary>
public sealed class AddedTokenTests
{
    [Fact]
    public void A_user_types_no_marker()
    {
        var tokenizer = With(TinyTokenizer.Added(10, "cd"), TinyTokenizer.Added(11, "b", special: false));
        Assert.Equal([6, 3], tokenizer.Encode("abcd"));
        Assert.Equal([0, 11, 10], tokenizer.EncodeWithSpecial("abcd"));
        Assert.True(tokenizer.IsSpecial(10));
        Assert.False(tokenizer.IsSpecial(11));
    }

    [Fact]
    public void The_longest_of_those_that_begin_leftmost_wins() =>
        Assert.Equal([12, 3, 10, 3, 11], With(TinyTokenizer.Added(10, "ab"), TinyTokenizer.Added(11, "bc"), TinyTokenizer.Added(12, "abc")).EncodeWithSpecial("abcdabdbc"));

    [Theory]
    [InlineData("a <m>  b", true, false, new[] { 0, 10, 4, 4, 1 })]
    [InlineData("a <m>  b", false, true, new[] { 0, 4, 10, 1 })]
    [InlineData("a <m>  <m> b", true, true, new[] { 0, 10, 10, 1 })]
    public void White_space_beside_a_token_is_taken_where_the_file_says_so(string text, bool left, bool right, int[] expected) =>
        Assert.Equal(expected, With(TinyTokenizer.Added(10, "<m>", left, right)).EncodeWithSpecial(text));

    [Fact]
    public void A_single_word_stands_alone()
    {
        var tokenizer = With(TinyTokenizer.Added(10, "ab", singleWord: true));
        Assert.Equal([10, 4, 6, 4, 10], tokenizer.EncodeWithSpecial("ab abc ab"));
        Assert.Equal([2, 5], tokenizer.EncodeWithSpecial("cab"));
    }

    [Fact]
    public void A_normalized_token_is_looked_for_in_normalised_text()
    {
        var tokenizer = TinyTokenizer.With(json =>
        {
            json["normalizer"] = new JsonObject { ["type"] = "Lowercase" };
            json["added_tokens"] = new JsonArray(TinyTokenizer.Added(10, "CD", normalized: true), TinyTokenizer.Added(11, "B"));
        });
        Assert.Equal([0, 11, 10, 1], tokenizer.EncodeWithSpecial("ABcDb"));
    }

    private static Tokenizer With(params JsonObject[] added) => TinyTokenizer.With(json => json["added_tokens"] = new JsonArray([.. added]));
}
