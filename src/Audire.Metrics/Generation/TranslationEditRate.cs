using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>
/// TER of a corpus, in percent, as sacrebleu 2 computes it: words inserted, deleted, replaced and runs of words moved, per word of the references.
/// Lower is better; it can pass 100.
/// </summary>
/// <param name="Score">100 · edits / reference length; 0 for two empty corpora, 100 for edits without a reference.</param>
/// <param name="Edits">Edits over all sentences, each against its cheapest reference.</param>
/// <param name="ReferenceLength">Words of the references: over all sentences the mean length of a sentence's references.</param>
/// <remarks>
/// Snover et al. 2006. Case does not count, punctuation does, words are what white space separates (tercom's defaults). The score of a corpus is
/// no mean over sentences: take an interval by resampling sentences, edits and lengths added up. The search for moves looks at 1,000 candidates a
/// sentence at most, so its time is bounded.
/// </remarks>
public sealed record TranslationEditRate(double Score, long Edits, double ReferenceLength)
{
    /// <summary>Scores hypotheses.</summary>
    /// <param name="hypotheses">One a sentence.</param>
    /// <param name="references">Lists of references, each with one a sentence; at least one list.</param>
    /// <exception cref="ArgumentException">A list of references has another length.</exception>
    public static TranslationEditRate Of(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references)
    {
        if (references.Count == 0 || references.Any(list => list.Count != hypotheses.Count))
            throw new ArgumentException($"Every list of references must have {hypotheses.Count} sentences, one a hypothesis.", nameof(references));
        long edits = 0;
        double length = 0;
        for (int i = 0; i < hypotheses.Count; i++)
        {
            var said = Words(hypotheses[i]);
            string[][] answers = [.. references.Select(list => Words(list[i]))];
            edits += answers.Min(answer => WordShifts.Edits(said, answer));
            length += answers.Average(answer => answer.Length);
        }

        return new(length > 0 ? 100 * edits / length : edits > 0 ? 100 : 0, edits, length);
    }

    private static string[] Words(string text) => [.. PythonText.Split(PythonText.Lower(text))];
}
