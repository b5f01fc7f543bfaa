namespace Audire.Models.Nn;

/// <summary>A table of token vectors and the output head that scores tokens, by the same matrix where they are tied (Press and Wolf 2017).</summary>
/// <param name="Table">Ids to vectors.</param>
/// <param name="Head">Hidden states to scores.</param>
public readonly record struct TiedEmbedding(Embedding Table, Linear Head);
