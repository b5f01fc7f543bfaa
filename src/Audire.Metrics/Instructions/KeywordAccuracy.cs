using Audire.Metrics.Generation;

namespace Audire.Metrics.Instructions;

/// <summary>Top-3 keyword accuracy: of the first three keywords that an answer lists, how many are among the expected ones.</summary>
/// <remarks>
/// Keywords are compared by their words in order, stemmed, without case and punctuation; a hyphen parts words. Each expected keyword counts
/// once. Stateless; safe to call from any thread.
/// </remarks>
public static class KeywordAccuracy
{
    /// <summary>Keywords of an answer that are looked at, and the most that are expected.</summary>
    public const int Top = 3;

    private static readonly char[] Separators = [',', ';', '\n', '|', '•', '、', '，', '；'];

    /// <summary>How many of an answer's first three keywords are right, and how many could be.</summary>
    /// <param name="expected">The keywords of the text; see <see cref="Split"/> for a list in one string.</param>
    /// <param name="answer">The answer: keywords parted by commas, semicolons or lines, numbered or not; null counts as nothing.</param>
    /// <returns>Null where no keyword is expected. Possible is 3, or fewer where fewer are expected: sum both over a corpus.</returns>
    public static (int Right, int Possible)? Score(IEnumerable<string> expected, string? answer)
    {
        var open = expected.Select(Form).Where(form => form.Length > 0).ToHashSet(StringComparer.Ordinal);
        if (open.Count == 0) return null;
        int possible = Math.Min(open.Count, Top);
        return (Split(answer ?? "").Select(Form).Where(form => form.Length > 0).Take(Top).Count(open.Remove), possible);
    }

    /// <summary>The keywords of a list in one string.</summary>
    public static IReadOnlyList<string> Split(string list) =>
        [.. list.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Unlabelled)];

    // "Keywords: a, b and c" and "1. a": what stands before a colon, a number or an "and" is no part of a keyword.
    private static string Unlabelled(string keyword)
    {
        keyword = keyword[(keyword.LastIndexOf(':') + 1)..].TrimStart();
        int digits = keyword.TakeWhile(char.IsAsciiDigit).Count();
        if (digits is > 0 and < 3 && digits < keyword.Length && keyword[digits] is '.' or ')') keyword = keyword[(digits + 1)..].TrimStart();
        return keyword.StartsWith("and ", StringComparison.OrdinalIgnoreCase) ? keyword[4..] : keyword;
    }

    private static string Form(string keyword) => string.Join(' ', AnswerWords.Of(keyword.Replace('-', ' ')).Select(PorterStemmer.Stem));
}
