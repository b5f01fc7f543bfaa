using Audire.Models.Checkpoints;

namespace Audire.Models.Tokenization;

/// <summary>Takes the vocabulary out of a GGUF file's metadata.</summary>
internal static class GgufVocabularyReader
{
    private const string Prefix = "tokenizer.ggml.";

    public static GgufVocabulary Read(Checkpoint file)
    {
        return new GgufVocabulary(Typed("model", value => value.AsText(), "a text") ?? throw Absent("model"),
            Typed("tokens", value => value.AsTexts(), "an array of texts") ?? throw Absent("tokens"))
        {
            Pre = Typed("pre", value => value.AsText(), "a text"),
            Types = Typed("token_type", value => value.AsInt64s(), "an array of integers")?.Select(type => (int)Math.Clamp(type, 0, 255)).ToArray(),
            Merges = Typed("merges", value => value.AsTexts(), "an array of texts"),
            Scores = Typed("scores", value => value.AsSingles(), "an array of numbers"),
            BosId = Id("bos_token_id"),
            EosId = Id("eos_token_id"),
            AddBos = Flag("add_bos_token"),
            AddEos = Flag("add_eos_token"),
            AddSpacePrefix = Flag("add_space_prefix"),
        };

        T? Typed<T>(string key, Func<MetadataValue, T?> read, string kind) where T : class =>
            !file.Metadata.TryGetValue(Prefix + key, out var value) ? null
            : read(value) ?? throw new TokenizerException($"{file.Path}: {Prefix}{key} is not {kind}.");

        int? Id(string key) => !file.Metadata.TryGetValue(Prefix + key, out var value) ? null
            : value.AsInt64() is { } id && id >= int.MinValue && id <= int.MaxValue ? (int)id : throw new TokenizerException($"{file.Path}: {Prefix}{key} is no token id.");

        bool? Flag(string key) => !file.Metadata.TryGetValue(Prefix + key, out var value) ? null
            : value.AsBool() ?? throw new TokenizerException($"{file.Path}: {Prefix}{key} is neither true nor false.");

        TokenizerException Absent(string key) => new($"{file.Path}: the metadata lacks {Prefix}{key}; the file carries no vocabulary.");
    }
}
