using System.Text.Json;
using System.Text.Json.Nodes;
using Audire.Models.Tokenization;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Tokenization;

/// <summary>Recorded encodings and decodings of every byte-pair tokenizer whose file is there.</summary>
public sealed class VectorTests
{
    // Unigram and WordPiece vocabularies have no user in this project and no reader: their vectors are read by no test.
    private static readonly string[] Unsupported = ["sp_unigram", "sp_unigram_nfkc", "bert_uncased"];

    public static TheoryData<string> Names()
    {
        var names = new TheoryData<string>();
        var folder = Path.Combine(Fixtures.Root, "tokenizers");
        foreach (var path in Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "vectors_*.json").Order(StringComparer.Ordinal)] : Array.Empty<string>())
            names.Add(Path.GetFileNameWithoutExtension(path)["vectors_".Length..]);
        if (names.Count == 0) names.Add("");
        return names;
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encodes_and_decodes_as_recorded(string name)
    {
        var (texts, cases) = Read(name);
        Assert.SkipWhen(Unsupported.Contains(name), $"{name}: unigram and WordPiece vocabularies have no user here and are not read.");
        var tokenizer = TokenizerFiles.Require(name);
        var plain = TokenizerFiles.SentencePiece(name) is not null; // SentencePiece itself sees no control marker in text
        var failures = new List<string>();
        foreach (var item in cases)
        {
            var index = item.GetProperty("i").GetInt32();
            var text = texts[index];
            var ids = Ids(item, "ids")!;
            Compare(failures, index, "ids", ids, plain ? tokenizer.Encode(text) : tokenizer.EncodeWithSpecial(text));
            if (Ids(item, "ids_with_special") is { } whole)
                Compare(failures, index, "ids_with_special", whole, [.. tokenizer.PrefixIds, .. tokenizer.EncodeWithSpecial(text), .. tokenizer.SuffixIds]);
            if (Ids(item, "ids_transformers_legacy") is { } legacy)
                Compare(failures, index, "ids_transformers_legacy", legacy, tokenizer.EncodeWithSpecial(text));
            CompareText(failures, index, "decoded", item, text, tokenizer.Decode(ids));
            if (item.TryGetProperty("decoded_skip_special", out _))
                CompareText(failures, index, "decoded_skip_special", item, text, tokenizer.Decode(ids, skipSpecial: true));
            if (item.TryGetProperty("pieces", out var pieces))
                Assert.Equal(pieces.EnumerateArray().Select(piece => piece.GetString()), ids.Select(tokenizer.Token));
        }
        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    [Fact]
    public void A_unigram_model_is_refused_with_a_sentence_that_says_what_it_is()
    {
        var models = Unsupported.Select(TokenizerFiles.SentencePiece).OfType<string>().ToList();
        Assert.SkipWhen(models.Count == 0, "No unigram model is on this machine.");
        foreach (var model in models)
            Assert.Matches("is of type 1 .*unigram|character map", Assert.Throws<TokenizerException>(() => Tokenizer.FromSentencePiece(model)).Message);
    }

    /// <summary>The same vocabulary with one leading space for the whole text instead of one a stretch.</summary>
    [Fact]
    public void Encodes_as_recorded_without_legacy_spaces()
    {
        var failures = new List<string>();
        var compared = 0;
        foreach (var name in Names().Select(row => row.Data).Except(Unsupported).Where(name => name.Length > 0 && TokenizerFiles.Find(name) is not null))
        {
            var (texts, cases) = Read(name);
            var property = TokenizerFiles.SentencePiece(name) is null ? "ids_non_legacy" : "ids_transformers_non_legacy";
            if (!cases.Any(item => item.TryGetProperty(property, out _))) continue;
            var tokenizer = NonLegacy(name);
            compared++;
            foreach (var item in cases)
                Compare(failures, item.GetProperty("i").GetInt32(), $"{name} {property}", Ids(item, property) ?? Ids(item, "ids")!,
                    tokenizer.EncodeWithSpecial(texts[item.GetProperty("i").GetInt32()]));
        }
        Assert.SkipWhen(compared == 0, "No tokenizer with such rows is on this machine.");
        Assert.True(failures.Count == 0, $"{failures.Count} differences:\n{string.Join('\n', failures.Take(20))}");
    }

    private static Tokenizer NonLegacy(string name)
    {
        if (TokenizerFiles.SentencePiece(name) is { } model) return Tokenizer.FromSentencePiece(model, legacy: false);
        var json = TokenizerFiles.Json(name)!;
        json["normalizer"] = null;
        json["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace", ["replacement"] = "▁", ["prepend_scheme"] = "first", ["split"] = false };
        return Tokenizer.FromJson(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(json)));
    }

    private static (string[] Texts, JsonElement[] Cases) Read(string name)
    {
        Assert.SkipWhen(name.Length == 0, "No tokenizer vectors are on this machine.");
        using var strings = Fixtures.Json("tokenizers", "strings.json");
        using var vectors = Fixtures.Json("tokenizers", $"vectors_{name}.json");
        return ([.. strings.RootElement.GetProperty("cases").EnumerateArray().Select(item => item.GetProperty("text").GetString()!)],
            [.. vectors.RootElement.GetProperty("cases").EnumerateArray().Select(item => item.Clone())]);
    }

    private static int[]? Ids(JsonElement item, string name) =>
        item.TryGetProperty(name, out var ids) ? [.. ids.EnumerateArray().Select(id => id.GetInt32())] : null;

    private static void Compare(List<string> failures, int index, string what, int[] expected, int[] actual)
    {
        if (!expected.AsSpan().SequenceEqual(actual))
            failures.Add($"{index} {what}: expected {string.Join(' ', expected.Take(40))}, got {string.Join(' ', actual.Take(40))}");
    }

    private static void CompareText(List<string> failures, int index, string what, JsonElement item, string text, string actual)
    {
        var expected = item.TryGetProperty(what, out var recorded) ? recorded.GetString() : text;
        if (expected != actual) failures.Add($"{index} {what}: expected {JsonSerializer.Serialize(expected)}, got {JsonSerializer.Serialize(actual)}");
    }
}
