using System.Globalization;
using System.Text;

namespace Audire.Metrics.Normalization;

/// <summary>The character-level steps that Whisper's two normalisers share.</summary>
/// <remarks>
/// By hand instead of by regular expression: the backtracking engine rescans for every unclosed bracket, and the non-backtracking one of
/// .NET 10 lost the end of short texts once it had seen a very long one.
/// </remarks>
internal static class UnicodeCleaning
{
    /// <summary>Python's <c>\s</c> as a .NET character class body.</summary>
    public const string Space = @"\s\x1c-\x1f";

    /// <summary>Letters that no Unicode decomposition takes apart.</summary>
    private static readonly Dictionary<int, string> Ligatures = new()
    {
        ['œ'] = "oe", ['Œ'] = "OE", ['ø'] = "o", ['Ø'] = "O", ['æ'] = "ae", ['Æ'] = "AE", ['ß'] = "ss", ['ẞ'] = "SS", ['đ'] = "d", ['Đ'] = "D",
        ['ð'] = "d", ['Ð'] = "D", ['þ'] = "th", ['Þ'] = "th", ['ł'] = "l", ['Ł'] = "L",
    };

    /// <summary>Deletes what stands in angle or square brackets, then what stands in parentheses.</summary>
    public static string RemoveBracketed(string text) => Remove(RemoveNonWords(text), "(", ")", minLength: 1);

    /// <summary>Deletes what stands in angle or square brackets: the tags by which corpora mark what is no word.</summary>
    public static string RemoveNonWords(string text) => Remove(text, "<[", ">]", minLength: 0);

    /// <summary>Puts one space where there is a run of white space.</summary>
    public static string CollapseSpaces(string text)
    {
        var result = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool space = PythonText.IsWhiteSpace(text[i]);
            if (!space) result.Append(text[i]);
            else if (i == 0 || !PythonText.IsWhiteSpace(text[i - 1])) result.Append(' ');
        }
        return result.ToString();
    }

    /// <summary>Deletes white space that stands before an apostrophe.</summary>
    public static string JoinApostrophes(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c == '\'')
                while (result.Length > 0 && PythonText.IsWhiteSpace(result[^1])) result.Length--;
            result.Append(c);
        }
        return result.ToString();
    }

    /// <summary>Compatibility-composes, then puts a space for every mark, symbol and punctuation sign.</summary>
    public static string RemoveSymbols(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in Normalized(text, NormalizationForm.FormKC).EnumerateRunes())
            if (IsMarkSymbolOrPunctuation(rune)) result.Append(' ');
            else result.Append(rune.ToString());
        return result.ToString();
    }

    /// <summary>Compatibility-decomposes, drops non-spacing marks and puts a space for every other mark, symbol and punctuation sign.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="keep">Characters that stay as they are.</param>
    public static string RemoveSymbolsAndDiacritics(string text, string keep = "")
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in Normalized(text, NormalizationForm.FormKD).EnumerateRunes())
            if (rune.IsBmp && keep.Contains((char)rune.Value, StringComparison.Ordinal)) result.Append((char)rune.Value);
            else if (Ligatures.TryGetValue(rune.Value, out var letters)) result.Append(letters);
            else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) continue;
            else if (IsMarkSymbolOrPunctuation(rune)) result.Append(' ');
            else result.Append(rune.ToString());
        return result.ToString();
    }

    // From an opener to the next closer, any of either kind. By hand, so that a thousand unclosed openers cost no rescans.
    private static string Remove(string text, string openers, string closers, int minLength)
    {
        var result = new StringBuilder(text.Length);
        int copied = 0;
        for (int open = text.AsSpan().IndexOfAny(openers); open >= 0;)
        {
            int close = text.AsSpan(open).IndexOfAny(closers);
            if (close < 0) break;
            int next = open + 1;
            if (close > minLength)
            {
                result.Append(text, copied, open - copied);
                copied = next = open + close + 1;
            }
            int ahead = text.AsSpan(next).IndexOfAny(openers);
            open = ahead < 0 ? -1 : next + ahead;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }

    // Normalize throws on lone surrogates, which broken model output may hold.
    private static string Normalized(string text, NormalizationForm form)
    {
        foreach (char c in text)
            if (char.IsSurrogate(c)) return string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Normalize(form);
        return text.Normalize(form);
    }

    private static bool IsMarkSymbolOrPunctuation(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherSymbol
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation
        or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation
        or UnicodeCategory.OtherPunctuation;
}
