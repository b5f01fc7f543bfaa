namespace Audire.Models.Tokenization;

/// <summary>Builds the tokenizer of a SentencePiece byte-pair vocabulary, whichever file it came from.</summary>
internal static class SentencePieceParts
{
    /// <summary>The character that stands for a space.</summary>
    public const char Space = '▁';

    /// <param name="source">The file, for messages.</param>
    /// <param name="pieces">The vocabulary in the order of ids.</param>
    /// <param name="normalize">What happens to a stretch of text before merging.</param>
    /// <param name="spaceBefore">Whether that puts a space before the text.</param>
    public static TokenizerParts Build(string source, IReadOnlyList<Piece> pieces, TextNormalizer normalize, bool spaceBefore)
    {
        var entries = new KeyValuePair<string, int>[pieces.Count];
        for (var id = 0; id < entries.Length; id++) entries[id] = KeyValuePair.Create(pieces[id].Text, id);
        var vocabulary = new Vocabulary(source, entries);
        var bytes = pieces.Any(piece => piece.Type == PieceType.Byte);
        return new TokenizerParts
        {
            Vocabulary = vocabulary,
            Model = new BpeModel(
                new RuneSymbols(vocabulary, IsText, bytes, IndexOf(PieceType.Unknown), fuseUnknown: true),
                MergeTable.FromScores(vocabulary, [.. pieces.Select(piece => piece.Score)], IsText),
                ignoreMerges: false),
            Bytes = new SentencePieceBytes(Space, spaceBefore, bytes),
            Normalize = normalize,
            Added = [.. pieces.Index().Where(item => item.Item.Type is PieceType.Control or PieceType.Unknown or PieceType.UserDefined)
                .Select(item => new AddedToken(item.Index, item.Item.Text, item.Item.Type != PieceType.UserDefined))],
        };

        bool IsText(int id) => pieces[id].Type is PieceType.Normal or PieceType.UserDefined;

        int IndexOf(PieceType type)
        {
            for (var id = 0; id < pieces.Count; id++)
                if (pieces[id].Type == type) return id;
            return -1;
        }
    }

    /// <summary>Spaces made visible, one put before every stretch, or before the one that opens the text, or nowhere.</summary>
    public static TextNormalizer Normalizer(bool removeExtraWhitespace, bool dummyPrefix, bool onlyAtStart)
    {
        var steps = new List<TextNormalizer>();
        if (removeExtraWhitespace) steps.Add(TextNormalizers.CollapseSpaces);
        if (dummyPrefix) steps.Add(TextNormalizers.Prepend(" ", onlyAtStart));
        steps.Add(TextNormalizers.Replace(" ", "▁"));
        return TextNormalizers.Sequence(steps);
    }
}
