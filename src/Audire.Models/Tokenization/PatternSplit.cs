namespace Audire.Models.Tokenization;

/// <summary>What becomes of the matches of a <see cref="PatternSplit"/>.</summary>
internal enum SplitBehavior
{
    /// <summary>Each match and each gap is a piece.</summary>
    Isolated,

    /// <summary>Matches vanish.</summary>
    Removed,

    /// <summary>A match ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>A match begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one piece, and so are neighbouring gaps.</summary>
    Contiguous,
}

/// <summary>Cuts at the matches of a pattern.</summary>
/// <param name="find">Gives the matches as ranges, left to right, not overlapping.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether gaps count as matches and matches as gaps.</param>
internal sealed class PatternSplit(Func<ReadOnlyMemory<char>, List<(int Start, int End)>> find, SplitBehavior behavior, bool invert) : IPreTokenizer
{
    public PatternSplit(BoundedRegex pattern, SplitBehavior behavior = SplitBehavior.Isolated, bool invert = false)
        : this(text => pattern.Matches(text.Span), behavior, invert) { }

    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> pieces)
    {
        var cuts = new List<(int Start, int End)>();
        var previousMatched = false;
        foreach (var (start, end, matched) in Ranges(find(text), text.Length))
        {
            var joins = cuts.Count > 0 && behavior switch
            {
                SplitBehavior.MergedWithPrevious => matched && !previousMatched,
                SplitBehavior.MergedWithNext => !matched && previousMatched,
                SplitBehavior.Contiguous => matched == previousMatched,
                _ => false,
            };
            if (joins) cuts[^1] = (cuts[^1].Start, end);
            else if (!(matched && behavior == SplitBehavior.Removed)) cuts.Add((start, end));
            previousMatched = matched;
        }
        foreach (var (start, end) in cuts) pieces.Add(text[start..end]);
    }

    /// <summary>Matches and the gaps between them, the whole text in order.</summary>
    private IEnumerable<(int Start, int End, bool Matched)> Ranges(List<(int Start, int End)> matches, int length)
    {
        var last = 0;
        foreach (var (start, end) in matches)
        {
            if (start > last) yield return (last, start, invert);
            yield return (start, end, !invert);
            last = end;
        }
        if (last < length) yield return (last, length, invert);
    }
}
