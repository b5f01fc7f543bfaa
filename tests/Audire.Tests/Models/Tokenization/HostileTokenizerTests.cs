using System.Diagnostics;
using System.Text.Json.Nodes;
using Audire.Models.Tokenization;
using Xunit;

namespace Audire.Tests.Models.Tokenization;

/// <summary>Damaged and hostile tokenizer files: one clear sentence each, no hang, no huge allocation.</summary>
public sealed class HostileTokenizerTests
{
    public static TheoryData<string, string> BentFiles() => new()
    {
        // What is replaced in the tiny file, by what.
        { "model", "7" },
        { "model", """{ "type": "WordPiece", "vocab": {}, "merges": [] }""" },
        { "model", """{ "type": "BPE", "merges": [] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": -1 }, "merges": [] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 2000000000 }, "merges": [] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 1e30 }, "merges": [] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": "0" }, "merges": [] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0, "b": 0 }, "merges": [] }""" },
        { "model", """{ "type": "BPE", "vocab": { "\ud800": 0 }, "merges": [] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0 }, "merges": ["a a"] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0 }, "merges": ["aa"] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0 }, "merges": [["a"]] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0 }, "merges": [["a", "a", "a"]] }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0 }, "merges": 3 }""" },
        { "model", """{ "type": "BPE", "vocab": { "a": 0 }, "merges": [], "end_of_word_suffix": "</w>" }""" },
        { "added_tokens", """[{ "id": 1, "content": "x" }]""" },
        { "added_tokens", """[{ "id": 9 }]""" },
        { "added_tokens", """[{ "id": 9, "content": "x", "special": "yes" }]""" },
        { "added_tokens", """{ "id": 9 }""" },
        { "normalizer", """{ "type": "Precompiled" }""" },
        { "normalizer", """{ "type": "Replace", "pattern": { "String": "" }, "content": "x" }""" },
        { "normalizer", """{ "type": "Replace", "pattern": { "Regex": "(" }, "content": "x" }""" },
        { "pre_tokenizer", """{ "type": "Split", "pattern": { "Regex": "[" }, "behavior": "Isolated" }""" },
        { "pre_tokenizer", """{ "type": "Split", "pattern": { "String": "a" }, "behavior": "Shredded" }""" },
        { "pre_tokenizer", """{ "type": "Split", "behavior": "Isolated" }""" },
        { "pre_tokenizer", """{ "type": "UnicodeScripts" }""" },
        { "pre_tokenizer", """{ "type": "Metaspace", "replacement": "__" }""" },
        { "pre_tokenizer", "[]" },
        { "post_processor", """{ "type": "TemplateProcessing", "single": [{ "SpecialToken": { "id": "x" } }], "special_tokens": {} }""" },
        { "post_processor", """{ "type": "TemplateProcessing", "single": [{ "SpecialToken": { "id": "x" } }], "special_tokens": { "x": { "ids": [77] } } }""" },
        { "decoder", """{ "type": "WordPiece" }""" },
        { "decoder", """{ "type": "Replace", "pattern": { "String": "a" }, "content": "bc" }""" },
    };

    [Theory]
    [MemberData(nameof(BentFiles))]
    public void A_bent_file_says_where_and_what(string member, string value)
    {
        // Written as text: a lone surrogate would not survive a JSON writer.
        var json = TinyTokenizer.Json();
        json[member] = "HERE";
        var error = Assert.Throws<TokenizerException>(() => TinyTokenizer.Load(json.ToJsonString().Replace("\"HERE\"", value, StringComparison.Ordinal)));
        IsOneSentence(error, "tiny.json: ");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var json = TinyTokenizer.Json().ToJsonString();
        for (var length = 0; length < json.Length; length++)
            IsOneSentence(Assert.Throws<TokenizerException>(() => TinyTokenizer.Load(json[..length])), "tiny.json: ");
    }

    [Fact]
    public void Nesting_without_end_is_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 10_000));
        IsOneSentence(Assert.Throws<TokenizerException>(() => TinyTokenizer.Load("""{"normalizer":""" + deep)), "tiny.json: ");
    }

    [Fact]
    public void A_pattern_that_takes_for_ever_is_stopped()
    {
        var tokenizer = TinyTokenizer.With(json => json["pre_tokenizer"] = JsonNode.Parse("""{ "type": "Split", "pattern": { "Regex": "(a|a)+$|(a+)+c" }, "behavior": "Isolated" }"""));
        var started = Stopwatch.GetTimestamp();
        IsOneSentence(Assert.Throws<TokenizerException>(() => tokenizer.Encode(new string('a', 5_000) + "b")), "tiny.json: ");
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_replacement_does_not_blow_a_text_up()
    {
        var error = Assert.Throws<TokenizerException>(() => TinyTokenizer.With(json =>
            json["normalizer"] = new JsonObject { ["type"] = "Prepend", ["prepend"] = new string('x', 100_000) }));
        IsOneSentence(error, "tiny.json: ");
        var tokenizer = TinyTokenizer.With(json => json["normalizer"] = new JsonObject
        {
            ["type"] = "Sequence",
            ["normalizers"] = new JsonArray([.. Enumerable.Range(0, 6).Select(_ => new JsonObject
            {
                ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = "a" }, ["content"] = new string('a', 200),
            })]),
        });
        IsOneSentence(Assert.Throws<TokenizerException>(() => tokenizer.Encode(new string('a', 100))), "");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0A")]
    [InlineData("0AFFFFFFFF7F")]
    [InlineData("0AFFFFFFFFFFFFFFFFFFFFFF7F")]
    [InlineData("0B0A010A")]
    [InlineData("0A020A00")]
    [InlineData("0A080A01611500000000")] // a piece, but a unigram model
    [InlineData("0A080A0161150000C07F120218021A00")] // a score that is not a number
    [InlineData("0A0A0A0161150000000018091202 1802")] // a type that does not exist
    [InlineData("0A080A01611500000000120218021A031201FF")] // a character map
    public void A_bent_SentencePiece_model_says_what_is_wrong(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        IsOneSentence(Assert.Throws<TokenizerException>(() => Tokenizer.FromSentencePiece(new MemoryStream(bytes))), "tokenizer.model: ");
    }

    [Fact]
    public void A_SentencePiece_model_cut_or_flipped_anywhere_never_breaks_the_reader()
    {
        var path = TokenizerFiles.SentencePiece("sp_bpe");
        Assert.SkipWhen(path is null, "The SentencePiece model is not on this machine.");
        var model = File.ReadAllBytes(path);
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var bent = model[..(round % 2 == 0 ? random.Next(model.Length) : model.Length)];
            for (var flip = 0; flip < round % 5 && bent.Length > 0; flip++) bent[random.Next(bent.Length)] = (byte)random.Next(256);
            try
            {
                Tokenizer.FromSentencePiece(new MemoryStream(bent)).Encode("Hello wörld");
            }
            catch (TokenizerException error)
            {
                IsOneSentence(error, "tokenizer.model: ");
            }
        }
    }

    [Fact]
    public void A_bent_GGUF_vocabulary_says_what_is_wrong()
    {
        var good = new GgufVocabulary("gpt2", ["a", "b", "ab"]) { Merges = ["a b"] };
        Assert.Equal([2], Tokenizer.FromGguf(good).Encode("ab"));
        foreach (var bent in (GgufVocabulary[])
            [
                good with { Model = "rwkv" }, good with { Pre = "unheard-of" }, good with { Merges = null }, good with { Merges = ["ab"] }, good with { Merges = ["a c"] },
                good with { Types = [1] }, good with { Scores = [1] }, good with { BosId = 3 }, good with { EosId = -1 }, good with { Model = "llama" },
                good with { Model = "llama", Scores = [0, float.NaN, 0] },
            ])
            IsOneSentence(Assert.Throws<TokenizerException>(() => Tokenizer.FromGguf(bent)), "GGUF file: ");
    }

    private static void IsOneSentence(TokenizerException error, string source)
    {
        Assert.StartsWith(source, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, source.Length + 10, 400);
        Assert.DoesNotContain('\n', error.Message);
    }
}
