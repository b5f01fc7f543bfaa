namespace Audire.Models.Tokenization;

/// <summary>Cuts a stretch of text into the pieces that merging never crosses. Immutable.</summary>
internal interface IPreTokenizer
{
    /// <summary>Appends the pieces of <paramref name="text"/>.</summary>
    /// <param name="text">The stretch, well-formed UTF-16.</param>
    /// <param name="atStart">Whether it opens the text.</param>
    /// <param name="pieces">Receives the pieces, in order.</param>
    void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> pieces);
}

/// <summary>No cut: one piece.</summary>
internal sealed class WholeText : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> pieces)
    {
        if (!text.IsEmpty) pieces.Add(text);
    }
}

/// <summary>One pre-tokenizer over the pieces of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> steps) : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> pieces)
    {
        List<ReadOnlyMemory<char>> current = [text];
        foreach (var step in steps)
        {
            var next = new List<ReadOnlyMemory<char>>();
            for (var i = 0; i < current.Count; i++) step.Split(current[i], atStart && i == 0, next);
            current = next;
        }
        pieces.AddRange(current);
    }
}

/// <summary>A space before a text that does not begin with white space (byte-level "add_prefix_space").</summary>
internal sealed class PrefixSpace : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> pieces)
    {
        if (text.IsEmpty) return;
        pieces.Add(char.IsWhiteSpace(text.Span[0]) ? text : string.Concat(" ", text.Span).AsMemory());
    }
}

/// <summary>Where <see cref="Metaspace"/> puts a space before the text.</summary>
internal enum PrependScheme
{
    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Before the stretch that opens the text.</summary>
    First,

    /// <summary>Before every stretch.</summary>
    Always,
}

/// <summary>Spaces become a visible character ("▁"), one is put before the text, and pieces begin at it where asked for.</summary>
internal sealed class Metaspace(char replacement, PrependScheme prepend, bool split) : IPreTokenizer
{
    public void Split(ReadOnlyMemory<char> text, bool atStart, List<ReadOnlyMemory<char>> pieces)
    {
        if (text.IsEmpty) return;
        var marked = text.ToString().Replace(' ', replacement);
        if ((prepend == PrependScheme.Always || (prepend == PrependScheme.First && atStart)) && marked[0] != replacement)
            marked = replacement + marked;
        if (!split)
        {
            pieces.Add(marked.AsMemory());
            return;
        }
        for (var start = 0; start < marked.Length;)
        {
            var end = marked.IndexOf(replacement, start + 1);
            if (end < 0) end = marked.Length;
            pieces.Add(marked.AsMemory(start, end - start));
            start = end;
        }
    }
}
