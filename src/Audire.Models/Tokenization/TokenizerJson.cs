using System.Text.Json;

namespace Audire.Models.Tokenization;

/// <summary>Reads Hugging Face's tokenizer.json for byte-pair models. Nothing in it is believed: sizes, types, ids and patterns are checked.</summary>
internal static class TokenizerJson
{
    private const long MaxBytes = 64L << 20; // the largest published file has about 35 MB
    private const int MaxPipelineBytes = 16 << 10; // of normalizer or pre_tokenizer: every step costs time on every text

    /// <summary>Reads a whole file.</summary>
    /// <param name="stream">The JSON text in UTF-8, not compressed.</param>
    /// <param name="source">The file, for messages.</param>
    public static Tokenizer Read(Stream stream, string source)
    {
        using var document = Parse(stream, source);
        var root = JsonPart.Root(source, document.RootElement);
        var model = root.Required("model");
        CheckModel(model);
        var vocabularyPart = model.Required("vocab");
        var entries = vocabularyPart.Members().Select(member => KeyValuePair.Create(member.Name, member.Value.Integer())).ToList();
        var modelCount = entries.Count;
        var added = root.Optional("added_tokens")?.Items().Select(Added).ToList() ?? [];
        entries.AddRange(added.Select(token => KeyValuePair.Create(token.Content, token.Id)));
        var vocabulary = new Vocabulary(source, entries);

        var splitting = root.Optional("pre_tokenizer") is { } pre ? PreTokenizerJson.Read(pre.NoLongerThan(MaxPipelineBytes)) : (new WholeText(), false);
        var (prefix, suffix) = root.Optional("post_processor") is { } post ? PostProcessorJson.Read(post, vocabulary) : ([], []);
        var (bos, eos) = Ends(vocabulary, prefix, suffix);
        return new Tokenizer(new TokenizerParts
        {
            Vocabulary = vocabulary,
            Model = Model(model, vocabulary, splitting.ByteLevel, added, modelCount),
            Bytes = DecoderJson.Read(root.Optional("decoder"), splitting.ByteLevel),
            Normalize = root.Optional("normalizer") is { } normalizer ? NormalizerJson.Read(normalizer.NoLongerThan(MaxPipelineBytes)) : TextNormalizers.None,
            PreTokenizer = splitting.Splitter,
            Added = added,
            BosId = bos,
            EosId = eos,
            Prefix = prefix,
            Suffix = suffix,
        });
    }

    private static JsonDocument Parse(Stream stream, string source)
    {
        if (stream.CanSeek && stream.Length - stream.Position > MaxBytes)
            throw new TokenizerException($"{source}: the file has {stream.Length} bytes; tokenizer files up to {MaxBytes} are read.");
        try
        {
            return JsonDocument.Parse(new BoundedStream(stream, MaxBytes, source), new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException error)
        {
            throw new TokenizerException($"{source}: the file is not whole JSON ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private static void CheckModel(JsonPart model)
    {
        var type = model.Text("type") ?? "BPE"; // early files name no type
        if (type != "BPE") throw model.Wrong($"is of type {Vocabulary.Shorten(type)}; only BPE is supported");
        foreach (var name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
            if (model.Text(name) is { Length: > 0 } mark) throw model.Wrong($"has {name} \"{Vocabulary.Shorten(mark)}\", which is not supported");
    }

    private static BpeModel Model(JsonPart model, Vocabulary vocabulary, bool byteLevel, List<AddedToken> added, int modelCount)
    {
        var pairs = new List<(string, string)>(modelCount);
        foreach (var merge in model.Required("merges").Items()) pairs.Add(Pair(merge));
        var unknown = model.Text("unk_token") is { } token ? vocabulary.Id(token) : -1;
        var reserved = added.Where(item => item.Special).Select(item => item.Id).ToHashSet();
        Symbols symbols = byteLevel
            ? new ByteSymbols(vocabulary, id => !reserved.Contains(id), unknown)
            : new RuneSymbols(vocabulary, id => !reserved.Contains(id), model.Flag("byte_fallback", false), unknown, model.Flag("fuse_unk", false));
        return new BpeModel(symbols, MergeTable.FromPairs(model.Source, vocabulary, pairs), model.Flag("ignore_merges", false));
    }

    // "a b" in older files, ["a", "b"] in newer ones.
    private static (string, string) Pair(JsonPart merge)
    {
        if (merge.IsText)
        {
            var text = merge.Text();
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space <= 0 || space == text.Length - 1) throw merge.Wrong($"is \"{Vocabulary.Shorten(text)}\"; two tokens with a space between them were expected");
            return (text[..space], text[(space + 1)..]);
        }
        var parts = merge.Items().Select(part => part.Text()).Take(3).ToArray();
        return parts.Length == 2 ? (parts[0], parts[1]) : throw merge.Wrong("does not have two tokens");
    }

    private static AddedToken Added(JsonPart token) => new(
        token.Required("id").Integer(),
        token.Required("content").Text(),
        token.Flag("special", false),
        token.Flag("normalized", true),
        token.Flag("lstrip", false),
        token.Flag("rstrip", false),
        token.Flag("single_word", false));

    // The file does not say which tokens begin and end a text; these names do in every vocabulary in use.
    private static (int? Bos, int? Eos) Ends(Vocabulary vocabulary, int[] prefix, int[] suffix)
    {
        return (First(["<s>", "<|begin_of_text|>", "<|bos|>", "<|startoftranscript|>"]) ?? (prefix.Length > 0 ? prefix[0] : null),
            suffix.Length > 0 ? suffix[^1] : First(["</s>", "<|im_end|>", "<|eot_id|>", "<|end_of_text|>", "<|eos|>", "<|endoftext|>"]));

        int? First(string[] names)
        {
            foreach (var name in names)
                if (vocabulary.Id(name) is >= 0 and var id) return id;
            return null;
        }
    }
}
