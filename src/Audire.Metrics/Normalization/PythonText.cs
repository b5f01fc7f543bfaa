using System.Buffers;
using System.Globalization;
using System.Text;

namespace Audire.Metrics.Normalization;

/// <summary>Text operations with the meaning Python's <c>str</c> gives them, where .NET's own differ.</summary>
/// <remarks>
/// Published speech and language metrics were computed with Python, so parity hangs on these details: white space includes
/// U+001C to U+001F, a word character is a letter, a number or <c>_</c> (no combining marks), and lower-casing knows the final sigma.
/// Stateless; safe to call from any thread.
/// </remarks>
public static class PythonText
{
    /// <summary>The 32 characters of <c>string.punctuation</c>: ASCII punctuation and symbols.</summary>
    public const string AsciiPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private static readonly SearchValues<char> Sigma = SearchValues.Create("\u0130\u03A3");

    /// <summary>Whether <c>str.isspace</c> holds for the character.</summary>
    public static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';

    /// <summary>Whether the character counts as part of a word for <c>\b</c> and <c>\w</c>: a letter, any number, or the underscore.</summary>
    public static bool IsWordCharacter(Rune rune) => rune.Value == '_' || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>Whether <c>\b</c> matches between the characters on both sides of <paramref name="index"/>.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="index">A position in UTF-16 units, 0 to the length of the text.</param>
    public static bool IsWordBoundary(ReadOnlySpan<char> text, int index) =>
        EndsInWordCharacter(text[..index]) != StartsWithWordCharacter(text[index..]);

    /// <summary><c>str.lower()</c>: full lower-casing, independent of culture.</summary>
    /// <returns>Lower-case text; longer than the input where it holds <c>İ</c>, which becomes <c>i</c> and a combining dot.</returns>
    public static string Lower(string text)
    {
        if (!text.AsSpan().ContainsAny(Sigma)) return text.ToLowerInvariant();
        var lower = new StringBuilder(text.Length + 4);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0130') lower.Append("i\u0307");
            else if (text[i] == '\u03A3') lower.Append(IsFinalSigma(text, i) ? '\u03C2' : '\u03C3');
            else if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                lower.Append(Rune.ToLowerInvariant(rune).ToString());
                i += rune.Utf16SequenceLength - 1;
            }
            else lower.Append(text[i]); // a lone surrogate has no case
        }
        return lower.ToString();
    }

    /// <summary><c>str.strip()</c>: without white space at both ends.</summary>
    public static string Strip(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsWhiteSpace(text[start])) start++;
        while (end > start && IsWhiteSpace(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary><c>str.rstrip()</c>: without white space at the end.</summary>
    public static string StripEnd(string text)
    {
        int end = text.Length;
        while (end > 0 && IsWhiteSpace(text[end - 1])) end--;
        return text[..end];
    }

    /// <summary><c>str.split()</c>: the runs of characters between white space, never an empty one.</summary>
    public static List<string> Split(string text)
    {
        var words = new List<string>();
        for (int i = 0; i < text.Length;)
        {
            while (i < text.Length && IsWhiteSpace(text[i])) i++;
            int start = i;
            while (i < text.Length && !IsWhiteSpace(text[i])) i++;
            if (i > start) words.Add(text[start..i]);
        }
        return words;
    }

    private static bool EndsInWordCharacter(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWordCharacter(rune);

    private static bool StartsWithWordCharacter(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out var rune, out _) == OperationStatus.Done && IsWordCharacter(rune);

    // Unicode's Final_Sigma: a cased letter before and none after, both across case-ignorable characters.
    private static bool IsFinalSigma(string text, int index)
    {
        var before = text.AsSpan(0, index);
        bool cased = false;
        while (Rune.DecodeLastFromUtf16(before, out var rune, out int length) == OperationStatus.Done)
        {
            before = before[..^length];
            if (IsCaseIgnorable(rune)) continue;
            cased = IsCased(rune);
            break;
        }
        if (!cased) return false;

        var after = text.AsSpan(index + 1);
        while (Rune.DecodeFromUtf16(after, out var rune, out int length) == OperationStatus.Done)
        {
            after = after[length..];
            if (!IsCaseIgnorable(rune)) return !IsCased(rune);
        }
        return true;
    }

    private static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.LetterNumber
        || rune.Value is 0xAA or 0xBA or >= 0x24B6 and <= 0x24E9;

    private static bool IsCaseIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
        or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A;
}
