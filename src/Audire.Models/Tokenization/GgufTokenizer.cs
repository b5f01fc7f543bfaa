using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>Builds the tokenizer of a GGUF vocabulary.</summary>
internal static class GgufTokenizer
{
    public static Tokenizer Build(GgufVocabulary file, string source)
    {
        if (file.Types is { } types && types.Count != file.Tokens.Count) throw Lengths("token_type", types.Count);
        if (file.Scores is { } scores && scores.Count != file.Tokens.Count) throw Lengths("scores", scores.Count);
        CheckId("bos_token_id", file.BosId);
        CheckId("eos_token_id", file.EosId);
        var parts = file.Model switch
        {
            "gpt2" => ByteLevel(file, source),
            "llama" => SentencePiece(file, source),
            _ => throw new TokenizerException($"{source}: tokenizer.ggml.model is \"{Vocabulary.Shorten(file.Model)}\"; gpt2 (byte-level) and llama (SentencePiece) are supported."),
        };
        return new Tokenizer(parts with
        {
            BosId = file.BosId,
            EosId = file.EosId,
            Prefix = file.BosId is { } bos && (file.AddBos ?? file.Model == "llama") ? [bos] : [],
            Suffix = file.EosId is { } eos && (file.AddEos ?? false) ? [eos] : [],
        });

        TokenizerException Lengths(string key, int count) =>
            new($"{source}: tokenizer.ggml.{key} has {count} entries for {file.Tokens.Count} tokens.");

        void CheckId(string key, int? id)
        {
            if (id is { } value && (uint)value >= (uint)file.Tokens.Count)
                throw new TokenizerException($"{source}: tokenizer.ggml.{key} is {value}; the vocabulary has {file.Tokens.Count} tokens.");
        }
    }

    private static TokenizerParts ByteLevel(GgufVocabulary file, string source)
    {
        var entries = new KeyValuePair<string, int>[file.Tokens.Count];
        for (var id = 0; id < entries.Length; id++) entries[id] = KeyValuePair.Create(file.Tokens[id], id);
        var vocabulary = new Vocabulary(source, entries);
        var pairs = (file.Merges ?? throw new TokenizerException($"{source}: tokenizer.ggml.merges is absent."))
            .Select((merge, rank) => Pair(merge, rank, source)).ToList();
        var (splitter, normalize, ignoreMerges) = Style(file.Pre, source);
        return new TokenizerParts
        {
            Vocabulary = vocabulary,
            Model = new BpeModel(new ByteSymbols(vocabulary, id => Type(file, id) == PieceType.Normal, -1), MergeTable.FromPairs(source, vocabulary, pairs), ignoreMerges),
            Bytes = new ByteLevelBytes(),
            PreTokenizer = splitter,
            Normalize = normalize,
            Added = [.. Enumerable.Range(0, file.Tokens.Count).Where(id => Type(file, id) is PieceType.Control or PieceType.UserDefined)
                .Select(id => new AddedToken(id, file.Tokens[id], Type(file, id) == PieceType.Control))],
        };
    }

    // What "pre" stands for: the pattern, the normalisation, and whether whole pieces go before merges.
    private static (IPreTokenizer Splitter, TextNormalizer Normalize, bool IgnoreMerges) Style(string? pre, string source)
    {
        return pre switch
        {
            null or "default" or "gpt-2" or "gpt2" => (By(SplitPatterns.Gpt2), TextNormalizers.None, false),
            "smollm" => (new PreTokenizerSequence([By(SplitPatterns.Digit), By(SplitPatterns.Gpt2)]), TextNormalizers.None, false),
            "llama-bpe" or "llama3" or "llama-v3" => (By(SplitPatterns.Llama3), TextNormalizers.None, true),
            "qwen2" => (By(SplitPatterns.Qwen2), TextNormalizers.Unicode(NormalizationForm.FormC), false),
            _ => throw new TokenizerException($"{source}: tokenizer.ggml.pre is \"{Vocabulary.Shorten(pre)}\"; default, gpt-2, smollm, llama-bpe and qwen2 are known."),
        };

        IPreTokenizer By(string pattern) => new PatternSplit(new BoundedRegex(source, pattern));
    }

    private static TokenizerParts SentencePiece(GgufVocabulary file, string source)
    {
        var scores = file.Scores ?? throw new TokenizerException($"{source}: tokenizer.ggml.scores is absent.");
        var pieces = new Piece[file.Tokens.Count];
        for (var id = 0; id < pieces.Length; id++)
        {
            if (float.IsNaN(scores[id])) throw new TokenizerException($"{source}: tokenizer.ggml.scores[{id}] is not a number.");
            pieces[id] = new Piece(file.Tokens[id], scores[id], Type(file, id));
        }
        var prefix = file.AddSpacePrefix ?? true;
        return SentencePieceParts.Build(source, pieces, SentencePieceParts.Normalizer(false, prefix, onlyAtStart: false), prefix);
    }

    private static PieceType Type(GgufVocabulary file, int id) => file.Types is { } types ? (PieceType)types[id] : PieceType.Normal;

    private static (string, string) Pair(string merge, int rank, string source)
    {
        var space = merge.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < merge.Length - 1 ? (merge[..space], merge[(space + 1)..])
            : throw new TokenizerException($"{source}: merge {rank} is \"{Vocabulary.Shorten(merge)}\"; two tokens with a space between them were expected.");
    }
}
