using System.Diagnostics;
using System.Text.Json.Nodes;
using Audire.Models.Tokenization;
using Xunit;

namespace Audire.Tests.Models.Tokenization;

/// <summary>What holds for every tokenizer beyond recorded vectors: round trips, odd text, length, threads.</summary>
public sealed class TokenizerTests
{
    private static readonly string[] Names = ["smollm2", "whisper", "qwen2", "mistral", "sp_bpe", "tiny_bpe"];

    [Fact]
    public void Merges_go_by_rank_and_a_byte_without_a_token_vanishes()
    {
        var tokenizer = TinyTokenizer.With(_ => { });
        Assert.Equal([6, 3], tokenizer.Encode("abcd")); // "c d" ranks below "ab c"
        Assert.Equal([5, 1, 7], tokenizer.Encode("abzbcd"));
        Assert.Equal("abbcd", tokenizer.Decode([5, 1, 7, 99]));
        Assert.Equal((9, 8, "abcd", null), (tokenizer.VocabularySize, tokenizer.TokenId("abcd"), tokenizer.Token(8), tokenizer.Token(99)));
    }

    [Fact]
    public void A_whole_piece_goes_before_merges_where_the_file_says_so() =>
        Assert.Equal([0, 8], TinyTokenizer.With(json =>
        {
            json["model"]!["ignore_merges"] = true;
            json["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(Split("abcd$"), new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
            };
        }).Encode("aabcd"));

    [Theory]
    [InlineData("Isolated", false, "a,b,b,a")]
    [InlineData("Removed", false, "a,a")]
    [InlineData("Removed", true, "b,b")]
    [InlineData("MergedWithPrevious", false, "ab,b,a")]
    [InlineData("MergedWithNext", false, "a,b,ba")]
    [InlineData("Contiguous", false, "a,bb,a")]
    public void Matches_of_a_pattern_are_cut_as_the_file_says(string behavior, bool invert, string expected)
    {
        var pieces = new List<ReadOnlyMemory<char>>();
        new PatternSplit(new BoundedRegex("test", "b"), Enum.Parse<SplitBehavior>(behavior), invert).Split("abba".AsMemory(), true, pieces);
        Assert.Equal(expected, string.Join(',', pieces));
    }

    [Fact]
    public void Letters_and_digits_beyond_the_first_plane_are_letters_and_digits()
    {
        var pieces = new List<ReadOnlyMemory<char>>();
        new PatternSplit(new BoundedRegex("test", SplitPatterns.Gpt2)).Split("x𝒳y 𝟙𝟚 𐐷𐐨! 🙂🙂 a".AsMemory(), true, pieces);
        Assert.Equal(["x𝒳y", " 𝟙𝟚", " 𐐷𐐨", "!", " 🙂🙂", " a"], pieces.Select(piece => piece.ToString()));
    }

    [Fact]
    public void Lone_surrogates_count_as_replacement_characters()
    {
        foreach (var tokenizer in Loaded())
        {
            Assert.Equal(tokenizer.Encode("a\uFFFDb\uFFFD"), tokenizer.Encode("a\uD83Db\uDE42"));
            Assert.Equal(tokenizer.EncodeWithSpecial("\uFFFD"), tokenizer.EncodeWithSpecial("\uDE42"));
        }
    }

    /// <summary>Normalising forms need ICU; in globalization-invariant mode this composition would silently not happen.</summary>
    [Fact]
    public void Composed_and_decomposed_text_give_the_same_ids_where_the_file_asks_for_it()
    {
        var tokenizer = TokenizerFiles.Require("qwen2");
        Assert.Equal(tokenizer.Encode("é한"), tokenizer.Encode("e\u0301\u1112\u1161\u11AB"));
    }

    /// <summary>100,000 characters take some tens of milliseconds, whatever they are; anything quadratic would take minutes.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("the quick brown fox ")]
    [InlineData("ab12 ,.;\t漢字🙂é")]
    public void Time_is_linear_in_the_text(string unit)
    {
        using var process = Process.GetCurrentProcess();
        foreach (var tokenizer in Loaded())
        {
            tokenizer.Encode(Repeat(unit, 1_000));
            var started = process.UserProcessorTime; // not the clock: other programs may keep the machine busy
            var ids = tokenizer.Encode(Repeat(unit, 100_000));
            process.Refresh();
            var took = process.UserProcessorTime - started;
            Assert.True(took < TimeSpan.FromSeconds(2), $"100,000 characters took {took}");
            Assert.NotEmpty(ids);
        }
    }

    [Fact]
    public void One_tokenizer_serves_many_threads()
    {
        var text = string.Concat(Enumerable.Repeat("Hello, wörld 12345 🙂! ", 50));
        foreach (var tokenizer in Loaded())
        {
            var expected = tokenizer.Encode(text);
            Parallel.For(0, 16, _ => Assert.Equal(expected, tokenizer.Encode(text)));
        }
    }

    [Fact]
    public void Streams_show_what_decoding_at_once_shows()
    {
        var text = " Grüße, 世界! 👩‍🚀 é \uFFFD end\uFFFD";
        foreach (var tokenizer in Loaded())
        {
            var ids = tokenizer.Encode(text);
            var stream = new TokenStream(tokenizer);
            Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(stream.Append)) + stream.Flush());
        }
    }

    private static JsonObject Split(string pattern) => new()
    {
        ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false,
    };

    private static string Repeat(string unit, int length) => string.Concat(Enumerable.Repeat(unit, length / unit.Length + 1))[..length];

    private static List<Tokenizer> Loaded()
    {
        var loaded = Names.Select(TokenizerFiles.Find).OfType<Tokenizer>().ToList();
        Assert.SkipWhen(loaded.Count == 0, "No tokenizer file is on this machine.");
        return loaded;
    }
}
