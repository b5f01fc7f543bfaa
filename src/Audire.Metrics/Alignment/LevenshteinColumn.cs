namespace Audire.Metrics.Alignment;

/// <summary>
/// One column of the edit distance matrix as bits: how each cell differs from the one above it. Advances over a token of the text in
/// time proportional to the length of the pattern divided by 64.
/// </summary>
/// <remarks>
/// Myers 1999 in Hyyrö's 2003 form for patterns of many machine words. Row i holds the first i tokens of the pattern, column j the first
/// j of the text; cell (i, j) is the distance of the two. Not safe for concurrent use.
/// </remarks>
internal sealed class LevenshteinColumn
{
    private const int WordBits = 64;
    private readonly Dictionary<int, List<int>> _places = [];
    private readonly Dictionary<int, ulong[]> _masks = [];
    private readonly ulong[] _matches;
    private readonly int _length;

    /// <param name="pattern">Tokens as numbers; copied.</param>
    public LevenshteinColumn(ReadOnlySpan<int> pattern)
    {
        _length = pattern.Length;
        Words = (pattern.Length + WordBits - 1) / WordBits;
        _matches = new ulong[Words];
        Plus = new ulong[Words];
        Minus = new ulong[Words];
        Array.Fill(Plus, ulong.MaxValue); // column 0: deleting i tokens costs i
        for (int i = 0; i < pattern.Length; i++)
        {
            if (!_places.TryGetValue(pattern[i], out var places)) _places[pattern[i]] = places = [];
            places.Add(i);
        }
        // A frequent token (a letter) keeps its bits, a rare one (a word) its places: setting them costs less than a pass over the column.
        // At most 128 tokens can be that frequent, so the masks stay within 16 bytes a token of the pattern.
        foreach (var (token, places) in _places.Where(entry => entry.Value.Count > Words / 2).ToList())
        {
            SetMatches(places, _masks[token] = new ulong[Words], true);
            _places.Remove(token);
        }
        Distance = pattern.Length;
    }

    /// <summary>Machine words in a column.</summary>
    public int Words { get; }

    /// <summary>Bit i is set where cell (i + 1) is one more than cell i.</summary>
    public ulong[] Plus { get; }

    /// <summary>Bit i is set where cell (i + 1) is one less than cell i.</summary>
    public ulong[] Minus { get; }

    /// <summary>The distance of the whole pattern to the text so far.</summary>
    public int Distance { get; private set; }

    /// <summary>Moves to the next column.</summary>
    public void Advance(int token)
    {
        var places = _places.GetValueOrDefault(token);
        SetMatches(places, _matches, true);
        ulong[] matches = _masks.GetValueOrDefault(token, _matches);

        int carry = 1; // row 0: inserting one more token costs one more
        ulong last = 1UL << ((_length - 1) % WordBits);
        for (int w = 0; w < Words; w++)
        {
            ulong plus = Plus[w], minus = Minus[w], equal = matches[w];
            ulong vertical = equal | minus;
            if (carry < 0) equal |= 1;
            ulong diagonal = (((equal & plus) + plus) ^ plus) | equal;
            ulong up = minus | ~(diagonal | plus);
            ulong down = plus & diagonal;

            ulong top = w == Words - 1 ? last : 1UL << (WordBits - 1);
            int carryOut = (up & top) != 0 ? 1 : (down & top) != 0 ? -1 : 0;
            up = (up << 1) | (carry > 0 ? 1UL : 0);
            down = (down << 1) | (carry < 0 ? 1UL : 0);
            Plus[w] = down | ~(vertical | up);
            Minus[w] = up & vertical;
            carry = carryOut;
        }
        Distance += carry;
        SetMatches(places, _matches, false);
    }

    /// <summary>All cells of the column, from row 0 to the last, after <paramref name="columns"/> tokens of the text.</summary>
    public int[] Cells(int columns)
    {
        var cells = new int[_length + 1];
        cells[0] = columns;
        for (int i = 0; i < _length; i++)
        {
            ulong bit = 1UL << (i % WordBits);
            cells[i + 1] = cells[i] + ((Plus[i / WordBits] & bit) != 0 ? 1 : 0) - ((Minus[i / WordBits] & bit) != 0 ? 1 : 0);
        }
        return cells;
    }

    private static void SetMatches(List<int>? places, ulong[] matches, bool on)
    {
        if (places is null) return;
        foreach (int i in places)
            if (on) matches[i / WordBits] |= 1UL << (i % WordBits);
            else matches[i / WordBits] = 0;
    }
}
