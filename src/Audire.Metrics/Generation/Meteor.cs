using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>A pair of matched words.</summary>
/// <param name="Hypothesis">Place in the hypothesis.</param>
/// <param name="Reference">Place in the reference.</param>
public readonly record struct MeteorMatch(int Hypothesis, int Reference);

/// <summary>METEOR, 0 to 1, as nltk computes it: greedy matches by word, then by stem, then by synonym, less a penalty for fragments.</summary>
/// <remarks>
/// Banerjee and Lavie 2005 with Lavie and Agarwal's 2007 parameters (α 0.9, β 3, γ 0.5). Published METEOR (Java 1.5, with paraphrases)
/// differs: do not compare. Stateless; safe to call from any thread.
/// </remarks>
public static class Meteor
{
    private const double Alpha = 0.9;
    private const double Beta = 3;
    private const double Gamma = 0.5;

    /// <summary>The best score over several references.</summary>
    /// <param name="references">Tokenised, one or more.</param>
    /// <param name="hypothesis">Tokenised.</param>
    /// <param name="stem">Whether stems match. Default true.</param>
    /// <param name="synonyms">Synonyms of a stem; null without a thesaurus.</param>
    public static double Of(IReadOnlyList<IReadOnlyList<string>> references, IReadOnlyList<string> hypothesis,
        bool stem = true, Func<string, IReadOnlySet<string>>? synonyms = null) => references.Max(reference => Of(reference, hypothesis, stem, synonyms));

    /// <summary>The score against one reference; 0 without a match.</summary>
    public static double Of(IReadOnlyList<string> reference, IReadOnlyList<string> hypothesis, bool stem = true, Func<string, IReadOnlySet<string>>? synonyms = null)
    {
        var matches = Match(reference, hypothesis, stem, synonyms);
        if (matches.Count == 0) return 0;
        double precision = (double)matches.Count / hypothesis.Count, recall = (double)matches.Count / reference.Count;
        double mean = precision * recall / (Alpha * precision + (1 - Alpha) * recall);
        double fragments = (double)Chunks(matches) / matches.Count;
        return (1 - Gamma * Math.Pow(fragments, Beta)) * mean;
    }

    /// <summary>The matched pairs, in the order of the hypothesis.</summary>
    public static IReadOnlyList<MeteorMatch> Match(
        IReadOnlyList<string> reference, IReadOnlyList<string> hypothesis, bool stem = true, Func<string, IReadOnlySet<string>>? synonyms = null)
    {
        var left = Words(hypothesis);
        var right = Words(reference);
        var matches = new List<MeteorMatch>();
        Take(left, right, matches, (a, b) => a == b);
        if (stem || synonyms is not null)
        {
            left = left.ConvertAll(word => (word.Place, PorterStemmer.Stem(word.Text)));
            right = right.ConvertAll(word => (word.Place, PorterStemmer.Stem(word.Text)));
        }
        if (stem) Take(left, right, matches, (a, b) => a == b);
        if (synonyms is not null) Take(left, right, matches, (a, b) => a == b || synonyms(a).Contains(b));
        return [.. matches.OrderBy(match => match.Hypothesis)];
    }

    private static List<(int Place, string Text)> Words(IReadOnlyList<string> words) => [.. words.Select((word, i) => (i, PythonText.Lower(word)))];

    // From the end of the hypothesis, each word takes the last unused place of the reference that it equals.
    private static void Take(List<(int Place, string Text)> left, List<(int Place, string Text)> right, List<MeteorMatch> matches, Func<string, string, bool> equal)
    {
        for (int i = left.Count - 1; i >= 0; i--)
        {
            int j = right.FindLastIndex(word => equal(left[i].Text, word.Text));
            if (j < 0) continue;
            matches.Add(new(left[i].Place, right[j].Place));
            left.RemoveAt(i);
            right.RemoveAt(j);
        }
    }

    private static int Chunks(IReadOnlyList<MeteorMatch> matches)
    {
        int chunks = 1;
        for (int i = 1; i < matches.Count; i++)
            if (matches[i] != new MeteorMatch(matches[i - 1].Hypothesis + 1, matches[i - 1].Reference + 1)) chunks++;
        return chunks;
    }
}
