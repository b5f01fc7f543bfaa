using System.Globalization;
using System.Text.RegularExpressions;

namespace Audire.Metrics.Normalization;

/// <summary>Writes spoken English numbers, ordinals, money and percentages in digits.</summary>
/// <remarks>Radford et al. 2022, appendix C. Input is lower case without punctuation other than <c>. % $ ¢ € £</c>.</remarks>
internal static partial class EnglishNumberNormalizer
{
    private const string WordStart = @"(?<![\p{L}\p{N}_])";
    private const string WordEnd = @"(?![\p{L}\p{N}_])";
    private const string Space = UnicodeCleaning.Space;

    /// <summary>The text with its numbers in digits, words joined by single spaces.</summary>
    public static string Normalize(string text)
    {
        var words = PythonText.Split(SpaceDigits(SpellHalves(text)));
        return Tidy(string.Join(' ', new SpokenNumberReader(words).Read()));
    }

    // "two and a half million" is said like "two point five million".
    private static string SpellHalves(string text)
    {
        string[] segments = AndAHalf().Split(text);
        if (segments.Length == 1) return text;
        var parts = new List<string>();
        for (int i = 0; i < segments.Length; i++)
        {
            var words = PythonText.Split(segments[i]);
            if (words.Count == 0) continue;
            parts.Add(segments[i]);
            if (i == segments.Length - 1) continue;
            bool afterNumber = EnglishNumberWords.Is(words[^1], NumberWordKind.Zero, NumberWordKind.Unit, NumberWordKind.Ten, NumberWordKind.Multiplier);
            parts.Add(afterNumber ? "point five" : "and a half");
        }
        return string.Join(' ', parts);
    }

    private static string SpaceDigits(string text)
    {
        text = LetterThenDigit().Replace(text, "$1 $2");
        text = DigitThenLetter().Replace(text, "$1 $2");
        return DigitThenSuffix().Replace(text, "$1$2"); // but 3rd and 1960s stay whole
    }

    private static string Tidy(string text)
    {
        text = CurrencyAndCents().Replace(text, m => $"{m.Groups[1].Value}{m.Groups[2].Value}.{m.Groups[3].Value.PadLeft(2, '0')}");
        text = OnlyCents().Replace(text, m => "¢" + int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
        return LoneOne().Replace(text, "one$1");
    }

    [GeneratedRegex($"{WordStart}and[{Space}]+a[{Space}]+half{WordEnd}", RegexOptions.CultureInvariant)]
    private static partial Regex AndAHalf();

    [GeneratedRegex("([a-z])([0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex LetterThenDigit();

    [GeneratedRegex("([0-9])([a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex DigitThenLetter();

    [GeneratedRegex($"([0-9])[{Space}]+(st|nd|rd|th|s){WordEnd}", RegexOptions.CultureInvariant)]
    private static partial Regex DigitThenSuffix();

    [GeneratedRegex($"([€£$])([0-9]+) (?:and )?¢([0-9]{{1,2}}){WordEnd}", RegexOptions.CultureInvariant)]
    private static partial Regex CurrencyAndCents();

    [GeneratedRegex($"[€£$]0.([0-9]{{1,2}}){WordEnd}", RegexOptions.CultureInvariant)]
    private static partial Regex OnlyCents();

    [GeneratedRegex($"{WordStart}1(s?){WordEnd}", RegexOptions.CultureInvariant)]
    private static partial Regex LoneOne();
}
