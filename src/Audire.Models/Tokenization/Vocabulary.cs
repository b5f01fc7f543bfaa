namespace Audire.Models.Tokenization;

/// <summary>Token texts and their ids, both ways; ids may have gaps. Immutable once built.</summary>
internal sealed class Vocabulary
{
    /// <summary>Ids at or above this are refused: a file may not claim a table of billions of entries.</summary>
    public const int MaxId = 1 << 22;

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string?[] _tokens;

    /// <param name="source">The file, for messages.</param>
    /// <param name="entries">Texts and ids; of equal texts the first id is what encoding gives.</param>
    public Vocabulary(string source, IReadOnlyList<KeyValuePair<string, int>> entries)
    {
        var size = 0;
        foreach (var (token, id) in entries)
        {
            if (id is < 0 or >= MaxId)
                throw new TokenizerException($"{source}: the token \"{Shorten(token)}\" has id {id}; ids from 0 to {MaxId - 1} are accepted.");
            size = Math.Max(size, id + 1);
        }
        _tokens = new string?[size];
        _ids = new Dictionary<string, int>(entries.Count, StringComparer.Ordinal);
        foreach (var (token, id) in entries)
        {
            if (_tokens[id] is { } other && other != token)
                throw new TokenizerException($"{source}: id {id} belongs to two tokens, \"{Shorten(other)}\" and \"{Shorten(token)}\".");
            _tokens[id] = token;
            _ids.TryAdd(token, id);
        }
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>One more than the highest id.</summary>
    public int Size => _tokens.Length;

    /// <summary>The text of an id, or null where the id names no token.</summary>
    public string? Token(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : null;

    /// <summary>The id of a text, or -1.</summary>
    public int Id(ReadOnlySpan<char> token) => _lookup.TryGetValue(token, out var id) ? id : -1;

    /// <summary>A token cut to what a one-line message can carry.</summary>
    public static string Shorten(string token) => token.Length <= 40 ? token : string.Concat(token.AsSpan(0, 40), "…");
}
