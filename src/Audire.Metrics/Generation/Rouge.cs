using System.Text;
using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>Precision, recall and F of a text overlap, each 0 to 1.</summary>
/// <param name="Precision">Share of the prediction that matches.</param>
/// <param name="Recall">Share of the reference that is matched.</param>
/// <param name="FMeasure">Their harmonic mean; 0 where both are 0.</param>
public sealed record RougeScore(double Precision, double Recall, double FMeasure)
{
    internal static RougeScore Of(double matches, double predicted, double expected)
    {
        double precision = predicted == 0 ? 0 : matches / predicted, recall = expected == 0 ? 0 : matches / expected;
        return new(precision, recall, precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0);
    }
}

/// <summary>ROUGE (Lin 2004) as Google's rouge-score computes it; HELM's rouge_l is <see cref="L"/> with stemming, its F.</summary>
/// <remarks>Only <c>a–z</c> and digits count: text in other scripts has no tokens and scores 0. Stateless; safe to call from any thread.</remarks>
public static class Rouge
{
    private const int LongestUnstemmed = 3;

    /// <summary>Overlap of runs of n tokens.</summary>
    public static RougeScore N(string reference, string prediction, int n, bool stem = true)
    {
        var expected = NGrams.Count(Tokens(reference, stem), n);
        var predicted = NGrams.Count(Tokens(prediction, stem), n);
        return RougeScore.Of(NGrams.Overlap(predicted, expected), predicted.Values.Sum(), expected.Values.Sum());
    }

    /// <summary>Longest common subsequence of the whole texts.</summary>
    public static RougeScore L(string reference, string prediction, bool stem = true)
    {
        List<string> expected = Tokens(reference, stem), predicted = Tokens(prediction, stem);
        return RougeScore.Of(CommonPlaces(expected, predicted).Count, predicted.Count, expected.Count);
    }

    /// <summary>Union of the longest common subsequences of each reference line with each predicted line: ROUGE-L of summaries.</summary>
    public static RougeScore LSum(string reference, string prediction, bool stem = true)
    {
        List<string>[] expected = Lines(reference, stem), predicted = Lines(prediction, stem);
        var left = CountTokens(expected);
        var right = CountTokens(predicted);
        int hits = 0;
        foreach (var line in expected)
            foreach (int place in predicted.SelectMany(other => CommonPlaces(line, other)).Distinct().Order())
            {
                // A token counts as often as both texts hold it, however many lines it helps.
                string token = line[place];
                if (left[token] == 0 || right.GetValueOrDefault(token) == 0) continue;
                left[token]--;
                right[token]--;
                hits++;
            }
        return RougeScore.Of(hits, predicted.Sum(line => line.Count), expected.Sum(line => line.Count));
    }

    /// <summary>The tokens ROUGE compares.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="stem">Whether tokens of more than three letters are stemmed.</param>
    public static List<string> Tokens(string text, bool stem)
    {
        var kept = new StringBuilder(text.Length);
        foreach (char c in PythonText.Lower(text)) kept.Append(c is >= 'a' and <= 'z' or >= '0' and <= '9' ? c : ' ');
        var tokens = PythonText.Split(kept.ToString());
        return stem ? tokens.ConvertAll(token => token.Length > LongestUnstemmed ? PorterStemmer.Stem(token) : token) : tokens;
    }

    private static List<string>[] Lines(string text, bool stem) => [.. text.Split('\n').Where(line => line.Length > 0).Select(line => Tokens(line, stem))];

    private static Dictionary<string, int> CountTokens(IEnumerable<List<string>> lines) =>
        lines.SelectMany(line => line).CountBy(token => token).ToDictionary(StringComparer.Ordinal);

    // Places of the reference that one longest common subsequence takes; of several, the one found going back from the end.
    private static List<int> CommonPlaces(List<string> reference, List<string> other)
    {
        var lengths = new int[reference.Count + 1, other.Count + 1];
        for (int i = 1; i <= reference.Count; i++)
            for (int j = 1; j <= other.Count; j++)
                lengths[i, j] = reference[i - 1] == other[j - 1] ? lengths[i - 1, j - 1] + 1 : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);

        var places = new List<int>();
        for (int i = reference.Count, j = other.Count; i > 0 && j > 0;)
            if (reference[i - 1] == other[j - 1])
            {
                places.Add(--i);
                j--;
            }
            else if (lengths[i, j - 1] > lengths[i - 1, j]) j--;
            else i--;
        return places;
    }
}
