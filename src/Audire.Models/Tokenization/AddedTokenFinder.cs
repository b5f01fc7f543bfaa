using System.Buffers;
using System.Globalization;

namespace Audire.Models.Tokenization;

/// <summary>A stretch of text: an added token, or what lies between added tokens.</summary>
internal readonly record struct TextRange(int Start, int End, AddedToken? Token);

/// <summary>Finds added tokens in text: the leftmost first and the longest of those that begin there. Immutable.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<string, AddedToken>.AlternateLookup<ReadOnlySpan<char>> _tokens;
    private readonly int[] _lengths; // longest first
    private readonly SearchValues<string> _search;

    public AddedTokenFinder(IEnumerable<AddedToken> tokens)
    {
        var byContent = new Dictionary<string, AddedToken>(StringComparer.Ordinal);
        foreach (var token in tokens)
            if (token.Content.Length > 0) byContent.TryAdd(token.Content, token);
        _tokens = byContent.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengths = [.. byContent.Keys.Select(content => content.Length).Distinct().OrderDescending()];
        _search = SearchValues.Create([.. byContent.Keys], StringComparison.Ordinal);
    }

    /// <summary>The whole text as tokens and the non-empty gaps between them, in order.</summary>
    public List<TextRange> Split(string text)
    {
        var ranges = new List<TextRange>();
        if (text.Length == 0) return ranges;
        var end = 0; // of the last token
        for (var at = Next(text, 0); at >= 0; at = Next(text, at))
        {
            var token = Longest(text.AsSpan(at));
            var after = at + token.Content.Length;
            if (token.SingleWord && (TouchesWord(text, at - 1) || TouchesWord(text, after)))
            {
                at = after;
                continue;
            }
            var start = at;
            if (token.StripLeft) while (start > end && char.IsWhiteSpace(text[start - 1])) start--;
            if (token.StripRight) while (after < text.Length && char.IsWhiteSpace(text[after])) after++;
            if (start > end) ranges.Add(new TextRange(end, start, null));
            ranges.Add(new TextRange(start, after, token));
            at = end = after;
        }
        if (end < text.Length) ranges.Add(new TextRange(end, text.Length, null));
        return ranges;
    }

    private int Next(string text, int from) =>
        text.AsSpan(from).IndexOfAny(_search) is >= 0 and var offset ? from + offset : -1;

    private AddedToken Longest(ReadOnlySpan<char> text)
    {
        foreach (var length in _lengths)
            if (length <= text.Length && _tokens.TryGetValue(text[..length], out var token)) return token;
        throw new InvalidOperationException("The search found a token that the table lacks.");
    }

    private static bool TouchesWord(string text, int at) => (uint)at < (uint)text.Length && char.GetUnicodeCategory(text[at])
        is <= UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.Surrogate;
}
