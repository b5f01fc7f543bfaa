namespace Audire.Metrics.Generation;

/// <summary>Scores of captions against the others of their set.</summary>
/// <param name="Score">Their mean, 0 to 10.</param>
/// <param name="PerItem">One a caption.</param>
public sealed record CiderScore(double Score, IReadOnlyList<double> PerItem);

/// <summary>CIDEr-D: agreement of a caption with its references in the words that are rare in the set.</summary>
/// <remarks>
/// Vedantam, Zitnick and Parikh 2015, as pycocoevalcap computes it: clipped counts, a penalty for length (σ 6), no stemming. How rare a word
/// is, is learned from the evaluated references: a set of one item scores 0, so HELM's per-item value is always 0. SPIDEr is the mean of this and of
/// SPICE, which needs a scene-graph parser and is not here.
/// </remarks>
public static class Cider
{
    /// <summary>Scores a set.</summary>
    /// <param name="hypotheses">One caption an item, tokenised.</param>
    /// <param name="references">Its references, tokenised; one or more an item.</param>
    public static CiderScore Of(IReadOnlyList<IReadOnlyList<string>> hypotheses, IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> references)
    {
        if (hypotheses.Count != references.Count)
            throw new ArgumentException($"{hypotheses.Count} hypotheses need as many lists of references, not {references.Count}.", nameof(references));
        var set = CiderReferences.Of(references);
        double[] scores = [.. hypotheses.Select((hypothesis, i) => set.Score(hypothesis, references[i]))];
        return new(scores.Length == 0 ? double.NaN : scores.Average(), scores);
    }
}
