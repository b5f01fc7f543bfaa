using System.Buffers;
using System.Globalization;
using System.Text;

namespace Audire.Reporting.Text;

/// <summary>
/// Untrusted text made honest: HTML escaping stops markup, this stops characters that act without being seen. Controls and
/// directional embeddings, overrides and isolates are printed as their code point, so that an answer can neither hide nor
/// rearrange what stands beside it. Marks that ordinary Arabic, Hebrew or Persian writing needs stay.
/// </summary>
internal static class Visible
{
    private static readonly SearchValues<char> Acting = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(c => c is not ('\n' or '\t')).Select(c => (char)c),
         .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c),
         .. Enumerable.Range(0x202A, 5).Select(c => (char)c),
         .. Enumerable.Range(0x2066, 4).Select(c => (char)c), '\uFEFF', '\uFFFE', '\uFFFF']);

    public static string Of(string text)
    {
        if (text.AsSpan().IndexOfAny(Acting) < 0 && !HasLoneSurrogate(text)) return text;
        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                shown.Append(text[i]).Append(text[++i]);
            else if (Acting.Contains(text[i]) || char.IsSurrogate(text[i]))
                shown.Append(CultureInfo.InvariantCulture, $"⟨U+{(int)text[i]:X4}⟩");
            else
                shown.Append(text[i]);
        }

        return shown.ToString();
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return true;
            i++;
        }

        return false;
    }
}
