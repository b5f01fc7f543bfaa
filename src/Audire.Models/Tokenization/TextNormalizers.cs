using System.Text;
using System.Text.RegularExpressions;

namespace Audire.Models.Tokenization;

/// <summary>Rewrites a stretch of text before it is cut into pieces.</summary>
/// <param name="text">The stretch: the whole text, or what lies between added tokens. Well-formed UTF-16, not empty.</param>
/// <param name="atStart">Whether the stretch opens the text.</param>
internal delegate string TextNormalizer(string text, bool atStart);

/// <summary>The normalisers that tokenizer files of byte-pair models name.</summary>
internal static class TextNormalizers
{
    /// <summary>Leaves the text as it is.</summary>
    public static string None(string text, bool atStart) => text;

    /// <summary>A Unicode normalisation form. Needs ICU: with globalization-invariant mode only ASCII would be right.</summary>
    public static TextNormalizer Unicode(NormalizationForm form) => (text, _) => text.Normalize(form);

    /// <summary>Puts <paramref name="prefix"/> before every stretch, or before the one that opens the text.</summary>
    public static TextNormalizer Prepend(string prefix, bool onlyAtStart = false) =>
        (text, atStart) => text.Length == 0 || (onlyAtStart && !atStart) ? text : prefix + text;

    /// <summary>Replaces a string.</summary>
    public static TextNormalizer Replace(string pattern, string content) => (text, _) =>
    {
        CheckGrowth(text.Length + (long)(content.Length - pattern.Length) * (content.Length > pattern.Length ? text.AsSpan().Count(pattern) : 0));
        return text.Replace(pattern, content, StringComparison.Ordinal);
    };

    /// <summary>Replaces the matches of a pattern from a file.</summary>
    public static TextNormalizer Replace(BoundedRegex pattern, string content) => (text, _) => pattern.Replace(text, content);

    /// <summary>Lower case, independent of the culture.</summary>
    public static string Lowercase(string text, bool atStart) => text.ToLowerInvariant();

    /// <summary>Removes white space at the ends.</summary>
    public static TextNormalizer Strip(bool left, bool right) => (text, _) => (left, right) switch
    {
        (true, true) => text.Trim(),
        (true, false) => text.TrimStart(),
        (false, true) => text.TrimEnd(),
        _ => text,
    };

    /// <summary>One after the other.</summary>
    public static TextNormalizer Sequence(IReadOnlyList<TextNormalizer> steps) => steps.Count == 1 ? steps[0] : (text, atStart) =>
    {
        foreach (var step in steps) text = step(text, atStart);
        return text;
    };

    /// <summary>SentencePiece's removal of extra white space: none at the ends, single spaces inside.</summary>
    public static string CollapseSpaces(string text, bool atStart) => Spaces.Replace(text.Trim(' '), " ");

    /// <summary>Refuses a text that replacements blow up: a file of a few lines could ask for more than there is memory.</summary>
    public static void CheckGrowth(long length)
    {
        if (length > MaxLength)
            throw new TokenizerException($"The normaliser of the tokenizer file makes a text of {length} characters; at most {MaxLength} are accepted.");
    }

    private const int MaxLength = 1 << 24;

    private static readonly Regex Spaces = new(" {2,}", RegexOptions.CultureInvariant);
}
