using System.Text.RegularExpressions;
using Audire.Metrics.Normalization;

namespace Audire.Metrics.Judging;

/// <summary>Reads what a language model that judges answers wrote, as HELM does for AHELM.</summary>
/// <remarks>What cannot be read is missing, not a score: report how much is. Stateless; safe to call from any thread.</remarks>
public static partial class JudgeParsers
{
    private const string AnswerMarker = "final answer:";

    /// <summary>The rating, 1 to 5: the first such digit after <c>Rating:</c>; null where there is none. "Rating: 10" reads as 1.</summary>
    public static int? Rating(string text) => RatingPattern().Match(text) is { Success: true } match ? match.Groups[1].Value[0] - '0' : null;

    /// <summary>What the judge's last <c>Final answer:</c> says, whatever stands behind the word; null where it begins with neither yes nor no.</summary>
    public static bool? YesNo(string text)
    {
        string lower = PythonText.Lower(text);
        int at = lower.LastIndexOf(AnswerMarker, StringComparison.Ordinal);
        if (at < 0) return null;
        string verdict = new([.. lower[(at + AnswerMarker.Length)..].SkipWhile(c => !char.IsLetter(c)).TakeWhile(char.IsLetter)]);
        return verdict switch { "yes" => true, "no" => false, _ => null };
    }

    /// <summary>Whether the judge found a refusal: 1 for yes, 0 for no, null where its final answer is not exactly one of them.</summary>
    public static int? Refusal(string text)
    {
        string[] parts = PythonText.Lower(text).Split(AnswerMarker);
        return parts.Length < 2 ? null : PythonText.Strip(parts[1]) switch { "yes" => 1, "no" => 0, _ => null };
    }

    [GeneratedRegex(@"Rating:[\s\x1c-\x1f]*([1-5])", RegexOptions.CultureInvariant)]
    private static partial Regex RatingPattern();
}
