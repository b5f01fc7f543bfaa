using Audire.Metrics.Alignment;
using CsCheck;
using Xunit;

namespace Audire.Tests.Metrics;

public class EditAlignmentTests
{
    private static readonly Gen<int[]> Tokens = Gen.Int[0, 3].Array[0, 150];

    [Fact]
    public void The_alignment_is_minimal_and_spells_both_sides()
    {
        Gen.Select(Tokens, Tokens).Sample((reference, hypothesis) =>
        {
            var alignment = EditAligner.Align(reference, hypothesis);
            Check(alignment, reference, hypothesis);
            Assert.Equal(PlainDistance(reference, hypothesis), alignment.Counts.Errors);
            Assert.Equal(alignment.Counts.Errors, EditAligner.Distance(reference, hypothesis));
        }, iter: 300);
    }

    [Fact]
    public void Dividing_the_table_keeps_the_distance()
    {
        Gen.Select(Tokens, Tokens).Sample((reference, hypothesis) =>
        {
            var divided = TokenAligner.Align(reference, hypothesis, maxTableWords: 4);
            Check(divided, reference, hypothesis);
            Assert.Equal(PlainDistance(reference, hypothesis), divided.Counts.Errors);
        }, iter: 300);
    }

    [Fact]
    public void Counts_follow_the_rule_that_prefers_deletions_going_back()
    {
        Gen.Select(Gen.Int[0, 2].Array[0, 12], Gen.Int[0, 2].Array[0, 12]).Sample((reference, hypothesis) =>
            Assert.Equal(PlainCounts(reference, hypothesis), EditAligner.Align(reference, hypothesis).Counts), iter: 2000);
    }

    [Fact]
    public void Long_texts_align_within_bounded_memory()
    {
        var random = new Random(7);
        int[] reference = [.. Enumerable.Range(0, 60_000).Select(_ => random.Next(30))];
        int[] hypothesis = [.. reference.Where(_ => random.Next(20) > 0)];
        // The table of this pair would take 0.9 GB.
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var alignment = EditAligner.Align(reference, hypothesis);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 400L << 20);
        Check(alignment, reference, hypothesis);
    }

    [Fact]
    public void The_best_permutation_pairs_streams_whatever_their_order()
    {
        var best = PermutationAlignment.Of(["a b c", "d e f", "g"], ["d e x", "g", "a b c", "noise"]);
        Assert.Equal([2, 0, 1], best.HypothesisOf);
        Assert.Equal(new EditCounts(6, 1, 0, 1), best.Counts);

        var missing = PermutationAlignment.Of(["a b", "c"], ["a b"]);
        Assert.Equal([0, -1], missing.HypothesisOf);
        Assert.Equal(new EditCounts(2, 0, 1, 0), missing.Counts);
    }

    [Fact]
    public void The_assignment_is_the_cheapest_of_all_permutations()
    {
        Gen.Int[0, 9].Array[16].Sample(costs =>
        {
            var table = new double[4, 4];
            for (int i = 0; i < 16; i++) table[i / 4, i % 4] = costs[i];
            int[] assigned = AssignmentProblem.Solve(table);
            double cheapest = Permutations([0, 1, 2, 3], 0).Min(p => Enumerable.Range(0, 4).Sum(i => table[i, p[i]]));
            Assert.Equal(cheapest, Enumerable.Range(0, 4).Sum(i => table[i, assigned[i]]));
        }, iter: 500);
    }

    private static void Check(EditAlignment alignment, int[] reference, int[] hypothesis)
    {
        int i = 0, j = 0;
        foreach (var step in alignment.Steps)
        {
            bool diagonal = step.Operation is EditOperation.Hit or EditOperation.Substitution;
            if ((i, j) != (step.Reference, step.Hypothesis) || (diagonal && (step.Operation == EditOperation.Hit) != (reference[i] == hypothesis[j])))
                Assert.Fail($"{step} does not follow at ({i}, {j}).");
            if (step.Operation != EditOperation.Insertion) i++;
            if (step.Operation != EditOperation.Deletion) j++;
        }
        Assert.Equal((reference.Length, hypothesis.Length), (i, j));
    }

    private static int[,] PlainTable(int[] reference, int[] hypothesis)
    {
        var d = new int[reference.Length + 1, hypothesis.Length + 1];
        for (int i = 0; i <= reference.Length; i++)
            for (int j = 0; j <= hypothesis.Length; j++)
                d[i, j] = i == 0 ? j : j == 0 ? i
                    : Math.Min(d[i - 1, j - 1] + (reference[i - 1] == hypothesis[j - 1] ? 0 : 1), 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
        return d;
    }

    private static int PlainDistance(int[] reference, int[] hypothesis) => PlainTable(reference, hypothesis)[reference.Length, hypothesis.Length];

    // The rule written down in the fixtures' README, over the whole table.
    private static EditCounts PlainCounts(int[] reference, int[] hypothesis)
    {
        int start = reference.AsSpan().CommonPrefixLength(hypothesis);
        int[] r = reference[start..], h = hypothesis[start..];
        int end = 0;
        while (end < r.Length && end < h.Length && r[^(end + 1)] == h[^(end + 1)]) end++;
        (r, h) = (r[..^end], h[..^end]);
        var d = PlainTable(r, h);
        long hits = start + end, substitutions = 0, deletions = 0, insertions = 0;
        int i = r.Length, j = h.Length;
        while (i > 0 && j > 0)
        {
            if (d[i, j] == d[i - 1, j] + 1) (deletions, i) = (deletions + 1, i - 1);
            else if (j > 1 && d[i, j - 1] == d[i - 1, j - 1] - 1) (insertions, j) = (insertions + 1, j - 1);
            else
            {
                if (r[i - 1] == h[j - 1]) hits++;
                else substitutions++;
                (i, j) = (i - 1, j - 1);
            }
        }
        return new(hits, substitutions, deletions + i, insertions + j);
    }

    private static IEnumerable<int[]> Permutations(int[] items, int from)
    {
        if (from == items.Length - 1) yield return [.. items];
        for (int i = from; i < items.Length - (from == items.Length - 1 ? 1 : 0); i++)
        {
            (items[from], items[i]) = (items[i], items[from]);
            foreach (int[] rest in Permutations(items, from + 1)) yield return rest;
            (items[from], items[i]) = (items[i], items[from]);
        }
    }
}
