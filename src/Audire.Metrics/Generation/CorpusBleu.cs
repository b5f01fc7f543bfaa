using Audire.Metrics.Normalization;

namespace Audire.Metrics.Generation;

/// <summary>What replaces precisions of 0 in a corpus BLEU.</summary>
public enum CorpusSmoothing
{
    /// <summary>1/2, 1/4, … matches: the default.</summary>
    Exponential,

    /// <summary>A fixed number of matches (0.1).</summary>
    Floor,

    /// <summary>A number (1) added to matches and totals, from two words on.</summary>
    AddK,

    /// <summary>Nothing: BLEU is 0.</summary>
    None,
}

/// <summary>How corpus BLEU is computed.</summary>
/// <param name="Tokenization">Default 13a.</param>
/// <param name="Smoothing">Default exponential.</param>
/// <param name="SmoothingValue">Of floor and add-k; null for their defaults 0.1 and 1.</param>
/// <param name="Lowercase">Whether case is ignored. Default false.</param>
/// <param name="MaxOrder">Longest run of words. Default 4.</param>
/// <param name="EffectiveOrder">Whether orders without any run are left out, as short sentences need. Default false.</param>
public sealed record CorpusBleuOptions(
    BleuTokenization Tokenization = BleuTokenization.V13A, CorpusSmoothing Smoothing = CorpusSmoothing.Exponential, double? SmoothingValue = null,
    bool Lowercase = false, int MaxOrder = 4, bool EffectiveOrder = false)
{
    /// <summary>The defaults, with which published scores are computed.</summary>
    public static CorpusBleuOptions Default { get; } = new();
}

/// <summary>BLEU of a corpus, 0 to 100, as sacrebleu 2 computes it.</summary>
/// <param name="Score">0 to 100.</param>
/// <param name="Precisions">Percent of runs of each order that match, after smoothing.</param>
/// <param name="Matches">Matching runs of each order.</param>
/// <param name="Totals">Runs of each order in the hypotheses.</param>
/// <param name="BrevityPenalty">1, or less where the hypotheses are shorter than the references.</param>
/// <param name="HypothesisLength">Tokens.</param>
/// <param name="ReferenceLength">Tokens, of each sentence's closest reference.</param>
/// <remarks>Papineni et al. 2002, Post 2018. The score of a corpus is no mean over sentences: take an interval by resampling sentences.</remarks>
public sealed record CorpusBleu(double Score, IReadOnlyList<double> Precisions, IReadOnlyList<long> Matches, IReadOnlyList<long> Totals,
    double BrevityPenalty, long HypothesisLength, long ReferenceLength)
{
    /// <summary>Scores hypotheses.</summary>
    /// <param name="hypotheses">One a sentence.</param>
    /// <param name="references">Lists of references, each with one a sentence; at least one list.</param>
    /// <param name="options">Default: 13a, exponential smoothing, case counts.</param>
    /// <exception cref="ArgumentException">A list of references has another length.</exception>
    public static CorpusBleu Of(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> references, CorpusBleuOptions? options = null)
    {
        options ??= CorpusBleuOptions.Default;
        if (references.Count == 0 || references.Any(list => list.Count != hypotheses.Count))
            throw new ArgumentException($"Every list of references must have {hypotheses.Count} sentences, one a hypothesis.", nameof(references));

        long[] matches = new long[options.MaxOrder], totals = new long[options.MaxOrder];
        long hypothesisLength = 0, referenceLength = 0;
        for (int s = 0; s < hypotheses.Count; s++)
        {
            var hypothesis = Tokens(hypotheses[s], options);
            List<string>[] answers = [.. references.Select(list => Tokens(list[s], options))];
            hypothesisLength += hypothesis.Count;
            referenceLength += NGrams.ClosestLength(answers.Select(a => a.Count), hypothesis.Count);
            for (int n = 1; n <= options.MaxOrder; n++)
            {
                matches[n - 1] += NGrams.Overlap(NGrams.Count(hypothesis, n), NGrams.MaxCount(answers, n));
                totals[n - 1] += Math.Max(0, hypothesis.Count - n + 1);
            }
        }
        return OfCounts(matches, totals, hypothesisLength, referenceLength, options);
    }

    /// <summary>The score of counts that were added up, as a bootstrap over sentences needs.</summary>
    /// <param name="matches">Matching runs of each order, 1 first.</param>
    /// <param name="totals">Runs of each order in the hypotheses.</param>
    /// <param name="hypothesisLength">Tokens.</param>
    /// <param name="referenceLength">Tokens, of each sentence's closest reference.</param>
    /// <param name="options">Those with which the sentences were counted. Default: 13a, exponential smoothing, case counts.</param>
    public static CorpusBleu OfCounts(
        IReadOnlyList<long> matches, IReadOnlyList<long> totals, long hypothesisLength, long referenceLength, CorpusBleuOptions? options = null)
    {
        options ??= CorpusBleuOptions.Default;
        double brevity = hypothesisLength >= referenceLength ? 1 : hypothesisLength == 0 ? 0 : Math.Exp(1 - (double)referenceLength / hypothesisLength);
        var precisions = new double[matches.Count];
        if (matches.All(m => m == 0)) return new(0, precisions, matches, totals, brevity, hypothesisLength, referenceLength);

        int order = matches.Count;
        double halving = 1;
        for (int i = 0; i < matches.Count; i++)
        {
            double added = options.Smoothing == CorpusSmoothing.AddK && i > 0 ? options.SmoothingValue ?? 1 : 0;
            double right = matches[i] + added, all = totals[i] + added;
            if (all == 0) break;
            if (options.EffectiveOrder) order = i + 1;
            if (right == 0 && options.Smoothing == CorpusSmoothing.Exponential) right = 1 / (halving *= 2);
            if (right == 0 && options.Smoothing == CorpusSmoothing.Floor) right = options.SmoothingValue ?? 0.1;
            precisions[i] = 100 * right / all;
        }
        double score = precisions.Take(order).Contains(0) ? 0 : brevity * Math.Exp(precisions.Take(order).Sum(Math.Log) / order);
        return new(score, precisions, matches, totals, brevity, hypothesisLength, referenceLength);
    }

    private static List<string> Tokens(string text, CorpusBleuOptions options) =>
        BleuTokenizer.Tokens(options.Lowercase ? PythonText.Lower(text) : text, options.Tokenization);
}
