using System.IO.Compression;
using System.Text.Json.Nodes;
using Audire.Models.Checkpoints;
using Audire.Models.Tokenization;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Tokenization;

/// <summary>The tokenizer that a fixture names, from whichever file holds it; null where a licence keeps the file away.</summary>
internal static class TokenizerFiles
{
    private static readonly Dictionary<string, Tokenizer?> Loaded = new(StringComparer.Ordinal);

    /// <summary>By the name that stands after "vectors_".</summary>
    public static Tokenizer? Find(string name)
    {
        if (!Loaded.TryGetValue(name, out var tokenizer)) Loaded[name] = tokenizer = Load(name);
        return tokenizer;
    }

    /// <summary>By name; skips the running test where the file is absent.</summary>
    public static Tokenizer Require(string name)
    {
        var tokenizer = Find(name);
        Assert.SkipWhen(tokenizer is null, $"The tokenizer file of {name} is not on this machine.");
        return tokenizer;
    }

    /// <summary>The JSON of a tokenizer, for tests that change it.</summary>
    public static JsonNode? Json(string name) => JsonPath(name) is { } path ? JsonNode.Parse(Open(path)) : null;

    /// <summary>The path of a SentencePiece model, or null.</summary>
    public static string? SentencePiece(string name) => Existing($"{name}.model", $"{name}_tokenizer.model", $"{name}/tokenizer.model");

    private static Tokenizer? Load(string name)
    {
        if (JsonPath(name) is { } json)
        {
            using var stream = Open(json);
            return Tokenizer.FromJson(stream, json);
        }
        if (Gguf(name) is { } gguf)
        {
            using var file = Checkpoint.Open(gguf);
            return Tokenizer.FromGguf(file);
        }
        return SentencePiece(name) is { } model ? Tokenizer.FromSentencePiece(model) : null;
    }

    // Fixtures name a model by its family: "smollm2" lies in a folder whose name begins so.
    private static string? Gguf(string name)
    {
        var models = Path.Combine(Fixtures.Shared, "models");
        return !Directory.Exists(models) ? null : Directory.EnumerateDirectories(models, name + "*")
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.gguf")).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static string? JsonPath(string name) => Existing(
        $"{name}_tokenizer.json", $"{name}_tokenizer.json.gz", $"{name}/tokenizer.json", $"{name}-base/tokenizer.json");

    private static string? Existing(params string[] names) => names
        .SelectMany(name => (string[])[Path.Combine(Fixtures.Shared, "fixtures", "tokenizers", name), Path.Combine(Fixtures.Root, "tokenizers", name), Path.Combine(Fixtures.Shared, "models", name)])
        .FirstOrDefault(File.Exists);

    private static Stream Open(string path) => path.EndsWith(".gz", StringComparison.Ordinal)
        ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
}
