using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>chrF and chrF++: F-scores over runs of characters (and words), 0 to 100, as sacrebleu computes them.</summary>
/// <remarks>Popović 2015, 2017. Recall weighs four times precision (β 2); white space does not count.</remarks>
public static class ChrF
{
    private const int CharacterOrder = 6;
    private const double Beta = 2;

    /// <summary>Score of a corpus.</summary>
    /// <param name="hypotheses">One a sentence.</param>
    /// <param name="references">Lists of references, each with one a sentence.</param>
    /// <param name="wordOrder">0 for chrF, 2 for chrF++.</param>
    public static double Of(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, int wordOrder = 0)
    {
        if (references.Count == 0 || references.Any(list => list.Count != hypotheses.Count))
            throw new ArgumentException($"Every list of references must have {hypotheses.Count} sentences, one a hypothesis.", nameof(references));
        var sums = new Counts[CharacterOrder + wordOrder];
        for (int s = 0; s < hypotheses.Count; s++)
        {
            // The sentence counts with the reference it is closest to.
            var hypothesis = Runs(hypotheses[s], wordOrder);
            Counts[] best = references.Select(list => Compare(hypothesis, Runs(list[s], wordOrder))).MaxBy(Score)!;
            for (int i = 0; i < sums.Length; i++) sums[i] += best[i];
        }
        return Score(sums);
    }

    /// <summary>Score of one sentence.</summary>
    public static double Of(string hypothesis, string reference, int wordOrder = 0) => Of([hypothesis], [[reference]], wordOrder);

    private static Dictionary<string, int>[] Runs(string text, int wordOrder)
    {
        List<string> words = PythonText.Split(text);
        string[] characters = [.. string.Concat(words).EnumerateRunes().Select(rune => rune.ToString())];
        string[] pieces = [.. words.SelectMany(SplitPunctuation)];
        return [.. Enumerable.Range(1, CharacterOrder).Select(n => NGrams.Count(characters, n)), .. Enumerable.Range(1, wordOrder).Select(n => NGrams.Count(pieces, n))];
    }

    // One ASCII punctuation mark at the end, or else at the start, is a word of its own.
    private static string[] SplitPunctuation(string word)
    {
        if (word.Length == 1) return [word];
        if (PythonText.AsciiPunctuation.Contains(word[^1], StringComparison.Ordinal)) return [word[..^1], word[^1..]];
        return PythonText.AsciiPunctuation.Contains(word[0], StringComparison.Ordinal) ? [word[..1], word[1..]] : [word];
    }

    private static Counts[] Compare(Dictionary<string, int>[] hypothesis, Dictionary<string, int>[] reference) =>
        [.. hypothesis.Zip(reference, (h, r) => new Counts(r.Count == 0 ? 0 : h.Values.Sum(), r.Values.Sum(), NGrams.Overlap(h, r)))];

    private static double Score(Counts[] counts)
    {
        double precision = 0, recall = 0;
        int orders = 0;
        foreach (var (hypothesis, reference, matches) in counts)
        {
            if (hypothesis == 0 || reference == 0) continue;
            precision += (double)matches / hypothesis;
            recall += (double)matches / reference;
            orders++;
        }
        if (precision + recall == 0) return 0;
        (precision, recall) = (precision / orders, recall / orders);
        return 100 * (1 + Beta * Beta) * precision * recall / (Beta * Beta * precision + recall);
    }

    private readonly record struct Counts(long Hypothesis, long Reference, long Matches)
    {
        public static Counts operator +(Counts a, Counts b) => new(a.Hypothesis + b.Hypothesis, a.Reference + b.Reference, a.Matches + b.Matches);
    }
}
