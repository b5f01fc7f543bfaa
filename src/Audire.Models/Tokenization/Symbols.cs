using System.Buffers;
using System.Globalization;
using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>The tokens a piece of text starts as, before merging. Immutable.</summary>
internal abstract class Symbols
{
    /// <summary>Adds the starting tokens of <paramref name="piece"/> (well-formed UTF-16) to <paramref name="loop"/>.</summary>
    public abstract void Start(ReadOnlySpan<char> piece, MergeLoop loop);

    /// <summary>The id of the whole piece, or -1 where it is no vocabulary entry.</summary>
    public abstract int Whole(ReadOnlySpan<char> piece);
}

/// <summary>Byte-level vocabularies: one token a UTF-8 byte. A byte without a token becomes the unknown token or, lacking one, nothing.</summary>
internal sealed class ByteSymbols : Symbols
{
    private readonly Vocabulary _vocabulary;
    private readonly Func<int, bool> _usable;
    private readonly int[] _ids = new int[256];

    public ByteSymbols(Vocabulary vocabulary, Func<int, bool> usable, int unknown)
    {
        _vocabulary = vocabulary;
        _usable = usable;
        for (var value = 0; value < 256; value++)
            _ids[value] = vocabulary.Id([ByteAlphabet.Symbol((byte)value)]) is >= 0 and var id && usable(id) ? id : unknown;
    }

    public override void Start(ReadOnlySpan<char> piece, MergeLoop loop)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in piece.EnumerateRunes())
            for (int i = 0, length = rune.EncodeToUtf8(utf8); i < length; i++)
                if (_ids[utf8[i]] is >= 0 and var id) loop.Add(id);
    }

    public override int Whole(ReadOnlySpan<char> piece)
    {
        var utf8 = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(piece.Length));
        var length = Encoding.UTF8.GetBytes(piece, utf8);
        var text = ArrayPool<char>.Shared.Rent(length);
        for (var i = 0; i < length; i++) text[i] = ByteAlphabet.Symbol(utf8[i]);
        var id = _vocabulary.Id(text.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(text);
        ArrayPool<byte>.Shared.Return(utf8);
        return id >= 0 && _usable(id) ? id : -1;
    }
}

/// <summary>
/// SentencePiece vocabularies: one token a character; a character without a token becomes the tokens of its UTF-8 bytes
/// (<c>&lt;0xE2&gt;</c> and kin) where the vocabulary has them, else the unknown token, neighbouring unknowns as one where asked for.
/// </summary>
internal sealed class RuneSymbols : Symbols
{
    private readonly Vocabulary _vocabulary;
    private readonly Func<int, bool> _usable;
    private readonly int[]? _byteIds;
    private readonly int _unknown;
    private readonly bool _fuseUnknown;

    /// <param name="vocabulary">Texts and ids.</param>
    /// <param name="usable">Ids that text may become: a control token whose text is one character is none.</param>
    /// <param name="byteFallback">Whether missing characters become byte tokens.</param>
    /// <param name="unknown">Id of the unknown token, or -1.</param>
    /// <param name="fuseUnknown">Whether unknown neighbours become one unknown token.</param>
    public RuneSymbols(Vocabulary vocabulary, Func<int, bool> usable, bool byteFallback, int unknown, bool fuseUnknown)
    {
        _vocabulary = vocabulary;
        _usable = usable;
        _unknown = unknown;
        _fuseUnknown = fuseUnknown;
        _byteIds = byteFallback ? [.. Enumerable.Range(0, 256).Select(value => vocabulary.Id(ByteToken((byte)value)))] : null;
    }

    /// <summary>How SentencePiece writes a byte.</summary>
    public static string ByteToken(byte value) => string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");

    public override void Start(ReadOnlySpan<char> piece, MergeLoop loop)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var afterUnknown = false;
        for (var at = 0; at < piece.Length;)
        {
            var length = char.IsHighSurrogate(piece[at]) && at + 1 < piece.Length ? 2 : 1;
            var id = Whole(piece.Slice(at, length));
            var known = id >= 0;
            if (known) loop.Add(id);
            else if (!AddBytes(piece.Slice(at, length), utf8, loop) && _unknown >= 0)
            {
                if (!(afterUnknown && _fuseUnknown)) loop.Add(_unknown);
                afterUnknown = true;
                at += length;
                continue;
            }
            afterUnknown = false;
            at += length;
        }
    }

    public override int Whole(ReadOnlySpan<char> piece) => _vocabulary.Id(piece) is >= 0 and var id && _usable(id) ? id : -1;

    private bool AddBytes(ReadOnlySpan<char> character, Span<byte> utf8, MergeLoop loop)
    {
        if (_byteIds is null) return false;
        var bytes = utf8[..Encoding.UTF8.GetBytes(character, utf8)];
        foreach (var value in bytes)
            if (_byteIds[value] < 0) return false;
        foreach (var value in bytes) loop.Add(_byteIds[value]);
        return true;
    }
}
