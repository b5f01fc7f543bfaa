namespace Audire.Metrics.Alignment;

/// <summary>The best assignment of hypothesis streams (speakers, channels) to reference streams.</summary>
/// <param name="HypothesisOf">For each reference stream the index of its hypothesis stream, or −1 where there is none.</param>
/// <param name="Counts">Counts over all pairs; streams without a partner are all deletions or all insertions.</param>
/// <remarks>Its <see cref="EditCounts.ErrorRate"/> is the concatenated minimum-permutation word error rate (cpWER; Watanabe et al. 2020).</remarks>
public sealed record PermutationAlignment(IReadOnlyList<int> HypothesisOf, EditCounts Counts)
{
    /// <summary>Finds the assignment with the fewest word errors.</summary>
    /// <param name="references">One normalised text for each true stream.</param>
    /// <param name="hypotheses">One normalised text for each recognised stream; the numbers of streams may differ.</param>
    /// <remarks>Time grows with the cube of the number of streams (an assignment problem, not a search over permutations).</remarks>
    public static PermutationAlignment Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses)
    {
        int streams = Math.Max(references.Count, hypotheses.Count);
        string Reference(int i) => i < references.Count ? references[i] : "";
        string Hypothesis(int i) => i < hypotheses.Count ? hypotheses[i] : "";

        var counts = new EditCounts[streams, streams];
        var errors = new double[streams, streams];
        for (int r = 0; r < streams; r++)
            for (int h = 0; h < streams; h++)
            {
                counts[r, h] = EditAligner.AlignWords(Reference(r), Hypothesis(h)).Counts;
                errors[r, h] = counts[r, h].Errors;
            }

        int[] assigned = AssignmentProblem.Solve(errors);
        var total = default(EditCounts);
        for (int r = 0; r < streams; r++) total += counts[r, assigned[r]];
        return new([.. assigned.Take(references.Count).Select(h => h < hypotheses.Count ? h : -1)], total);
    }
}
