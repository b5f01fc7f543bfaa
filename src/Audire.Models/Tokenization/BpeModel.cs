namespace Audire.Models.Tokenization;

/// <summary>A byte-pair model: starting symbols and merges. Immutable.</summary>
/// <param name="symbols">What a piece starts as.</param>
/// <param name="merges">Which neighbours join.</param>
/// <param name="ignoreMerges">Whether a piece that is a vocabulary entry is taken whole, whatever the merges say (Llama-3).</param>
internal sealed class BpeModel(Symbols symbols, MergeTable merges, bool ignoreMerges)
{
    /// <summary>A workspace for the pieces of one call.</summary>
    public MergeLoop NewLoop() => new(merges);

    /// <summary>Appends the ids of one piece.</summary>
    public void Encode(ReadOnlySpan<char> piece, MergeLoop loop, List<int> ids)
    {
        if (ignoreMerges && symbols.Whole(piece) is >= 0 and var whole)
        {
            ids.Add(whole);
            return;
        }
        symbols.Start(piece, loop);
        loop.Finish(ids);
    }
}
