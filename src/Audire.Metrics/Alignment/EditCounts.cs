namespace Audire.Metrics.Alignment;

/// <summary>How often each operation occurs in an alignment, or in many added up.</summary>
/// <param name="Hits">Tokens that agree.</param>
/// <param name="Substitutions">Tokens that differ.</param>
/// <param name="Deletions">Tokens of the reference that the hypothesis lacks.</param>
/// <param name="Insertions">Tokens of the hypothesis that the reference lacks.</param>
/// <remarks>
/// Rates of summed counts are corpus rates: every token weighs the same, whatever utterance it is from. Morris, Maier and Green 2004
/// define MER, WIP and WIL. WER depends on the counts through their edit distance only; MER, WIP and WIL also on which of several
/// minimal alignments was taken.
/// </remarks>
public readonly record struct EditCounts(long Hits, long Substitutions, long Deletions, long Insertions)
{
    /// <summary>The smallest number of edits: substitutions, deletions and insertions.</summary>
    public long Errors => Substitutions + Deletions + Insertions;

    /// <summary>Tokens in the reference.</summary>
    public long ReferenceLength => Hits + Substitutions + Deletions;

    /// <summary>Tokens in the hypothesis.</summary>
    public long HypothesisLength => Hits + Substitutions + Insertions;

    /// <summary>Errors per token of the reference (WER over words, CER over characters), 0 or more; null where the reference is empty.</summary>
    public double? ErrorRate => ReferenceLength == 0 ? null : (double)Errors / ReferenceLength;

    /// <summary>Match error rate: errors per step of the alignment, 0 to 1; null where the reference is empty.</summary>
    public double? MatchErrorRate => ReferenceLength == 0 ? null : (double)Errors / (Hits + Errors);

    /// <summary>Word information preserved: H² / (N_reference · N_hypothesis), 0 to 1; null where the reference is empty, 0 where the hypothesis is.</summary>
    public double? InformationPreserved => ReferenceLength == 0 ? null
        : HypothesisLength == 0 ? 0 : (double)Hits / ReferenceLength * ((double)Hits / HypothesisLength);

    /// <summary>Word information lost: one minus <see cref="InformationPreserved"/>.</summary>
    public double? InformationLost => 1 - InformationPreserved;

    /// <summary>Adds counts up.</summary>
    public static EditCounts operator +(EditCounts left, EditCounts right) => new(left.Hits + right.Hits,
        left.Substitutions + right.Substitutions, left.Deletions + right.Deletions, left.Insertions + right.Insertions);

    /// <summary>Adds counts up.</summary>
    public static EditCounts Add(EditCounts left, EditCounts right) => left + right;

    /// <summary>The counts with one more operation.</summary>
    public EditCounts With(EditOperation operation) => operation switch
    {
        EditOperation.Hit => this with { Hits = Hits + 1 },
        EditOperation.Substitution => this with { Substitutions = Substitutions + 1 },
        EditOperation.Deletion => this with { Deletions = Deletions + 1 },
        _ => this with { Insertions = Insertions + 1 },
    };
}
