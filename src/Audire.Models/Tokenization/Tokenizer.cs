using System.Buffers;
using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>
/// Text to token ids and back, for byte-level byte-pair vocabularies (Whisper, Qwen2, SmolLM2, Llama-3) and SentencePiece ones with byte
/// fallback (Llama-2, Vicuna, Mistral). A user's own text goes through <see cref="Encode"/>, where no added token is ever recognised, so
/// that nobody can type a control marker; templates go through <see cref="EncodeWithSpecial"/>.
/// </summary>
/// <remarks>
/// Encoding takes time linear in the text but for a logarithm. Lone surrogates count as U+FFFD. Neither method adds the ids of
/// <see cref="PrefixIds"/> and <see cref="SuffixIds"/>. Immutable; safe to share between threads.
/// </remarks>
public sealed partial class Tokenizer
{
    private readonly Vocabulary _vocabulary;
    private readonly TextNormalizer _normalize;
    private readonly IPreTokenizer _preTokenizer;
    private readonly BpeModel _model;
    private readonly TokenBytes _bytes;
    private readonly AddedTokenFinder _addedRaw;
    private readonly AddedTokenFinder _addedNormalized;
    private readonly HashSet<int> _special;

    internal Tokenizer(TokenizerParts parts)
    {
        _vocabulary = parts.Vocabulary;
        _normalize = parts.Normalize;
        _preTokenizer = parts.PreTokenizer;
        _model = parts.Model;
        _bytes = parts.Bytes;
        _addedRaw = new AddedTokenFinder(parts.Added.Where(token => !token.Normalized));
        // Such a token is met in text that has been normalised, so it is looked for in the form normalising gives it.
        _addedNormalized = new AddedTokenFinder(parts.Added.Where(token => token.Normalized && token.Content.Length > 0)
            .Select(token => token with { Content = parts.Normalize(token.Content, true) }));
        _special = [.. parts.Added.Where(token => token.Special).Select(token => token.Id)];
        BosId = parts.BosId;
        EosId = parts.EosId;
        PrefixIds = parts.Prefix;
        SuffixIds = parts.Suffix;
    }

    /// <summary>One more than the highest id; models may have more rows than that.</summary>
    public int VocabularySize => _vocabulary.Size;

    /// <summary>The token that begins a text, where the file names one.</summary>
    public int? BosId { get; }

    /// <summary>The token that ends a text, where the file names one.</summary>
    public int? EosId { get; }

    /// <summary>Ids that the file wants before a text (its post-processor, or "add BOS"); empty where there are none.</summary>
    public IReadOnlyList<int> PrefixIds { get; }

    /// <summary>Ids that the file wants after a text; empty where there are none.</summary>
    public IReadOnlyList<int> SuffixIds { get; }

    /// <summary>The id of a token's exact text, or null where the vocabulary lacks it.</summary>
    public int? TokenId(string token) => _vocabulary.Id(token) is >= 0 and var id ? id : null;

    /// <summary>The text of an id as the vocabulary writes it ("Ġthe", "▁the", "&lt;0x0A&gt;"), or null where the id names no token.</summary>
    public string? Token(int id) => _vocabulary.Token(id);

    /// <summary>Whether the id is a control marker. Whisper's timestamps are added tokens but no control markers.</summary>
    public bool IsSpecial(int id) => _special.Contains(id);

    /// <summary>Encodes a user's own text: control markers and other added tokens in it are text like any other.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="atStart">Whether it opens the prompt; matters to vocabularies that put a space before the first word only.</param>
    public int[] Encode(string text, bool atStart = true)
    {
        var ids = new List<int>();
        EncodeStretch(WellFormed(text), atStart, _model.NewLoop(), ids);
        return [.. ids];
    }

    /// <summary>
    /// Encodes text whose added tokens are meant: they are found first, leftmost and longest, as the file's flags say, and what lies
    /// between them is encoded apart. Only for text that no user wrote.
    /// </summary>
    /// <param name="text">Any text.</param>
    /// <param name="atStart">Whether it opens the prompt.</param>
    public int[] EncodeWithSpecial(string text, bool atStart = true)
    {
        text = WellFormed(text);
        var ids = new List<int>();
        var loop = _model.NewLoop();
        foreach (var range in _addedRaw.Split(text))
        {
            if (range.Token is { } token)
            {
                ids.Add(token.Id);
                continue;
            }
            var opens = atStart && range.Start == 0;
            var stretch = _normalize(text[range.Start..range.End], opens);
            foreach (var inner in _addedNormalized.Split(stretch))
                if (inner.Token is { } added) ids.Add(added.Id);
                else Merge(stretch.AsMemory(inner.Start, inner.End - inner.Start), opens && inner.Start == 0, loop, ids);
        }
        return [.. ids];
    }

    /// <summary>The ids of a text that is added tokens and nothing else; null where any part of it is none.</summary>
    internal int[]? EncodeMarkers(string markers)
    {
        var ranges = _addedRaw.Split(markers);
        if (ranges.Exists(range => range.Token is null)) ranges = _addedNormalized.Split(markers);
        return ranges.Exists(range => range.Token is null) ? null : [.. ranges.Select(range => range.Token!.Id)];
    }

    /// <summary>
    /// The text of ids. Bytes that are no UTF-8 become one U+FFFD per maximal invalid part; ids that name no token (models have rows
    /// beyond the vocabulary) give nothing. For ids that arrive one by one, see <see cref="TokenStream"/>.
    /// </summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Whether control markers are left out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial = false)
    {
        var bytes = new ArrayBufferWriter<byte>(4 * ids.Length + 16);
        foreach (var id in ids) AppendBytes(id, skipSpecial, bytes);
        var utf8 = bytes.WrittenSpan;
        return Encoding.UTF8.GetString(DropsFirstSpace && utf8.StartsWith(" "u8) ? utf8[1..] : utf8);
    }

    /// <summary>Whether a space that opens a decoded text is the tokenizer's own.</summary>
    internal bool DropsFirstSpace => _bytes.DropsFirstSpace;

    /// <summary>Appends the UTF-8 of one id; part of a character is possible.</summary>
    internal void AppendBytes(int id, bool skipSpecial, ArrayBufferWriter<byte> bytes)
    {
        if (_vocabulary.Token(id) is { } token && !(skipSpecial && _special.Contains(id))) _bytes.Append(token, bytes);
    }

    private void EncodeStretch(string text, bool atStart, MergeLoop loop, List<int> ids)
    {
        if (text.Length > 0) Merge(_normalize(text, atStart).AsMemory(), atStart, loop, ids);
    }

    private void Merge(ReadOnlyMemory<char> normalized, bool atStart, MergeLoop loop, List<int> ids)
    {
        var pieces = new List<ReadOnlyMemory<char>>();
        _preTokenizer.Split(normalized, atStart, pieces);
        foreach (var piece in pieces) _model.Encode(piece.Span, loop, ids);
    }

    /// <summary>Replaces lone surrogates, which no encoding can carry, by U+FFFD.</summary>
    private static string WellFormed(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) result.Append(rune); // enumerating replaces them
        return result.ToString();
    }
}
