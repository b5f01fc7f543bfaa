using System.Text.RegularExpressions;
using Audire.Metrics.Alignment;

namespace Audire.Reporting.Text;

/// <summary>
/// Sets an answer against its reference word by word. Words are compared without case and outer punctuation and printed as they
/// were written; scripts that put no space between words are compared character by character.
/// </summary>
internal static partial class WordDiff
{
    // A page must stay a page: what lies beyond this many words is shown as one last word.
    private const int MaxWords = 4000;

    /// <summary>The difference from left to right.</summary>
    public static List<DiffPart> Of(string reference, string answer)
    {
        var expected = Words(reference);
        var heard = Words(answer);
        var alignment = EditAligner.Align([.. expected.Select(Fold)], [.. heard.Select(Fold)]);
        var parts = new List<DiffPart>(alignment.Steps.Count);
        foreach (var step in alignment.Steps)
        {
            parts.Add(step.Operation switch
            {
                EditOperation.Hit => new(DiffKind.Same, expected[step.Reference], heard[step.Hypothesis]),
                EditOperation.Substitution => new(DiffKind.Replaced, expected[step.Reference], heard[step.Hypothesis]),
                EditOperation.Deletion => new(DiffKind.Missing, expected[step.Reference], ""),
                _ => new(DiffKind.Added, "", heard[step.Hypothesis]),
            });
        }

        return parts;
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var match in Word().EnumerateMatches(text))
        {
            if (words.Count == MaxWords)
            {
                words.Add(text[match.Index..]);
                break;
            }

            words.Add(text.Substring(match.Index, match.Length));
        }

        return words;
    }

    // A word of punctuation alone keeps it, or it would equal every other such word.
    private static string Fold(string word)
    {
        var core = word.AsSpan().Trim().ToString().Trim(Outer);
        return (core.Length == 0 ? word : core).ToLowerInvariant();
    }

    private static readonly char[] Outer = [.. ".,;:!?\"'()[]{}…–—-«»„“”‘’‚¿¡、。，！？「」"];

    // One character of Thai, kana or Han; else a run without white space and without those.
    [GeneratedRegex(@"[\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF]|[^\s\u0E00-\u0E7F\u3040-\u30FF\u3400-\u9FFF]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
