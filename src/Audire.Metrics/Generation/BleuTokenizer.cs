using System.Globalization;
using System.Text;
using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>How text is split before BLEU counts words; a score says nothing without it.</summary>
public enum BleuTokenization
{
    /// <summary>WMT's <c>mteval-v13a</c>: the default everywhere.</summary>
    V13A,

    /// <summary>WMT's international one: all Unicode punctuation and symbols.</summary>
    International,

    /// <summary>As 13a, with every Chinese character a word.</summary>
    Chinese,

    /// <summary>Every character a word.</summary>
    Character,

    /// <summary>At white space only.</summary>
    None,
}

/// <summary>sacrebleu's tokenisers. Stateless; safe to call from any thread.</summary>
public static class BleuTokenizer
{
    /// <summary>Text with spaces put between its tokens.</summary>
    public static string Tokenize(string text, BleuTokenization tokenization)
    {
        string line = PythonText.StripEnd(text);
        return tokenization switch
        {
            BleuTokenization.V13A => SplitAscii($" {Unescape(line)} "),
            BleuTokenization.International => SplitUnicode(line),
            BleuTokenization.Chinese => SplitAscii(SpaceChinese(PythonText.Strip(line))),
            BleuTokenization.Character => string.Join(' ', line.EnumerateRunes().Select(rune => rune.ToString())),
            _ => line,
        };
    }

    /// <summary>The tokens.</summary>
    public static List<string> Tokens(string text, BleuTokenization tokenization) => PythonText.Split(Tokenize(text, tokenization));

    private static string Unescape(string line) => line
        .Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ')
        .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
        .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);

    // Symbols always; full stops and commas unless inside a number; dashes after a digit.
    private static string SplitAscii(string line)
    {
        line = Surround(line, IsAsciiSymbol);
        line = SplitAfterFirst(line, r => !IsDigit(r), IsStop);
        line = SplitBeforeSecond(line, IsStop, r => !IsDigit(r));
        line = SplitAfterFirst(line, IsDigit, r => r.Value == '-');
        return Join(line);
    }

    private static string SplitUnicode(string line)
    {
        line = SplitAfterFirst(line, r => !IsNumber(r), IsPunctuation);
        line = SplitBeforeSecond(line, IsPunctuation, r => !IsNumber(r));
        return Join(Surround(line, Rune.IsSymbol));
    }

    private static string SpaceChinese(string line) => Surround(line, IsChinese);

    private static string Surround(string line, Func<Rune, bool> matches)
    {
        var result = new StringBuilder(line.Length + 16);
        foreach (var rune in line.EnumerateRunes())
            if (matches(rune)) result.Append(' ').Append(rune.ToString()).Append(' ');
            else result.Append(rune.ToString());
        return result.ToString();
    }

    // "xy" to "x y ", where both match; a pair never overlaps the one before it, as in a regular expression.
    private static string SplitAfterFirst(string line, Func<Rune, bool> first, Func<Rune, bool> second) => Pairs(line, first, second, "", " ", " ");

    // "xy" to " x y".
    private static string SplitBeforeSecond(string line, Func<Rune, bool> first, Func<Rune, bool> second) => Pairs(line, first, second, " ", " ", "");

    private static string Pairs(string line, Func<Rune, bool> first, Func<Rune, bool> second, string before, string between, string after)
    {
        Rune[] runes = [.. line.EnumerateRunes()];
        var result = new StringBuilder(line.Length + 16);
        for (int i = 0; i < runes.Length; i++)
            if (i + 1 < runes.Length && first(runes[i]) && second(runes[i + 1]))
                result.Append(before).Append(runes[i].ToString()).Append(between).Append(runes[++i].ToString()).Append(after);
            else result.Append(runes[i].ToString());
        return result.ToString();
    }

    private static string Join(string line) => string.Join(' ', PythonText.Split(line));

    private static bool IsDigit(Rune rune) => rune.Value is >= '0' and <= '9';

    private static bool IsStop(Rune rune) => rune.Value is '.' or ',';

    private static bool IsAsciiSymbol(Rune rune) => rune.Value is >= '{' and <= '~' or >= '[' and <= '`' or >= ' ' and <= '&'
        or >= '(' and <= '+' or >= ':' and <= '@' or '/';

    private static bool IsNumber(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsPunctuation(Rune rune) => Rune.IsPunctuation(rune);

    // The reference writes its last two planes as five-digit escapes, which Python reads as four digits and a character: so 2001 to 2A6D.
    private static bool IsChinese(Rune rune) => rune.Value
        is >= 0x2001 and <= 0x2A6D or >= 0x2E80 and <= 0x2EFF or >= 0x2F00 and <= 0x2FDF or >= 0x2FF0 and <= 0x303F or >= 0x3100 and <= 0x312F
        or >= 0x31A0 and <= 0x31BF or >= 0x31C0 and <= 0x31EF or >= 0x3200 and <= 0x33FF or >= 0x3400 and <= 0x4DB5 or >= 0x4E00 and <= 0x9FBB
        or >= 0xF900 and <= 0xFA2D or >= 0xFA30 and <= 0xFA6A or >= 0xFA70 and <= 0xFAD9 or >= 0xFE10 and <= 0xFE1F or >= 0xFE30 and <= 0xFE4F
        or >= 0xFF00 and <= 0xFFEF;
}
