namespace Audire.Models.Tokenization;

/// <summary>What a reader of tokenizer files found, ready to be a <see cref="Tokenizer"/>.</summary>
internal sealed record TokenizerParts
{
    public required Vocabulary Vocabulary { get; init; }
    public required BpeModel Model { get; init; }
    public required TokenBytes Bytes { get; init; }
    public TextNormalizer Normalize { get; init; } = TextNormalizers.None;
    public IPreTokenizer PreTokenizer { get; init; } = new WholeText();
    public IReadOnlyList<AddedToken> Added { get; init; } = [];
    public int? BosId { get; init; }
    public int? EosId { get; init; }
    public IReadOnlyList<int> Prefix { get; init; } = [];
    public IReadOnlyList<int> Suffix { get; init; } = [];
}
