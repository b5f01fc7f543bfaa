using System.Globalization;
using System.Text;

namespace Audire.Models.Tokenization;

/// <summary>
/// A text in which every character beyond U+FFFF stands as one character of the same Unicode category, with the way back to positions
/// in the original: .NET's regular expressions match UTF-16 units, for which the two halves of such a letter are no letters.
/// </summary>
/// <remarks>The stand-ins are uncommon characters, so that no literal in a pattern means them.</remarks>
internal readonly ref struct ShadowText
{
    private static readonly char[] StandIns = Build();

    private readonly int[]? _originals;

    /// <param name="text">Well-formed UTF-16.</param>
    public ShadowText(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return;
        var shadow = new StringBuilder(text.Length);
        var originals = new List<int>(text.Length + 1);
        for (int at = 0, length; at < text.Length; at += length)
        {
            Rune.DecodeFromUtf16(text[at..], out var rune, out length);
            originals.Add(at);
            shadow.Append(length == 1 ? text[at] : StandIns[(int)Rune.GetUnicodeCategory(rune)]);
        }
        originals.Add(text.Length);
        _originals = [.. originals];
        Text = shadow.ToString();
    }

    /// <summary>Whether the shadow differs from the original.</summary>
    public bool HasShadow => _originals is not null;

    /// <summary>The shadow; empty where it does not differ.</summary>
    public string Text { get; } = "";

    /// <summary>The position in the original of a position in the shadow.</summary>
    public int Original(int position) => _originals is null ? position : _originals[position];

    private static char[] Build()
    {
        var chosen = new char[Enum.GetValues<UnicodeCategory>().Length];
        Array.Fill(chosen, '\uE000'); // private use, for whatever is not listed
        foreach (var standIn in "\uA640\uA641\u01C5\u02B0\u1200\u0300\u0903\u20DD\u0660\u3007\u00B2\u00AD\u203F\u2010\u2045\u2046\u00AB\u00BB\u00A1\u00AC\u00A4\u00A8\u00A6\u0378")
            chosen[(int)CharUnicodeInfo.GetUnicodeCategory(standIn)] = standIn;
        return chosen;
    }
}
