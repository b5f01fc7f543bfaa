namespace Audire.Metrics.Alignment;

/// <summary>Aligns two sequences of numbered tokens with the fewest edits.</summary>
/// <remarks>
/// Which of several minimal alignments is taken is fixed, since MER and WIP depend on it: common ends are cut off first; then, going back
/// from the end, a deletion wins over an insertion, and an insertion over a diagonal step (the rule of rapidfuzz, which jiwer uses).
/// Tables above <see cref="MaxTableWords"/> are divided in two first (Hirschberg 1975), so memory stays bounded; the distance is the same,
/// the choice among minimal alignments may then differ.
/// </remarks>
internal static class TokenAligner
{
    /// <summary>Machine words of 64 bits that one table may take: 64 MiB.</summary>
    public const long MaxTableWords = 8L << 20;

    /// <summary>The fewest edits that turn one sequence into the other.</summary>
    public static int Distance(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        TrimCommonEnds(ref reference, ref hypothesis, out _);
        if (reference.IsEmpty || hypothesis.IsEmpty) return reference.Length + hypothesis.Length;
        var column = new LevenshteinColumn(reference);
        foreach (int token in hypothesis) column.Advance(token);
        return column.Distance;
    }

    /// <summary>A minimal alignment.</summary>
    public static EditAlignment Align(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, long maxTableWords = MaxTableWords)
    {
        var steps = new List<EditStep>(Math.Max(reference.Length, hypothesis.Length));
        Append(steps, reference, hypothesis, 0, 0, maxTableWords);
        var counts = default(EditCounts);
        foreach (var step in steps) counts = counts.With(step.Operation);
        return new(steps, counts);
    }

    private static void Append(
        List<EditStep> steps, ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, int firstReference, int firstHypothesis, long maxTableWords)
    {
        TrimCommonEnds(ref reference, ref hypothesis, out var common);
        AppendHits(steps, common.Start, firstReference, firstHypothesis);
        firstReference += common.Start;
        firstHypothesis += common.Start;

        long tableWords = 2L * ((reference.Length + 63) / 64) * hypothesis.Length;
        if (tableWords <= maxTableWords || hypothesis.Length < 2 || reference.Length < 2)
            AppendTraced(steps, reference, hypothesis, firstReference, firstHypothesis);
        else
        {
            int middle = hypothesis.Length / 2;
            int split = BestSplit(reference, hypothesis, middle);
            Append(steps, reference[..split], hypothesis[..middle], firstReference, firstHypothesis, maxTableWords);
            Append(steps, reference[split..], hypothesis[middle..], firstReference + split, firstHypothesis + middle, maxTableWords);
        }
        AppendHits(steps, common.End, firstReference + reference.Length, firstHypothesis + hypothesis.Length);
    }

    private static void AppendHits(List<EditStep> steps, int count, int reference, int hypothesis)
    {
        for (int i = 0; i < count; i++) steps.Add(new(EditOperation.Hit, reference + i, hypothesis + i));
    }

    // Where to cut the reference so that both halves of the hypothesis together cost least.
    private static int BestSplit(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, int middle)
    {
        var forward = Column(reference, hypothesis[..middle]);
        int[] reversedReference = reference.ToArray(), reversedTail = hypothesis[middle..].ToArray();
        Array.Reverse(reversedReference);
        Array.Reverse(reversedTail);
        var backward = Column(reversedReference, reversedTail);

        int best = 0;
        for (int i = 1; i <= reference.Length; i++)
            if (forward[i] + backward[reference.Length - i] < forward[best] + backward[reference.Length - best]) best = i;
        return best;
    }

    private static int[] Column(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
    {
        var column = new LevenshteinColumn(reference);
        foreach (int token in hypothesis) column.Advance(token);
        return column.Cells(hypothesis.Length);
    }

    private static void AppendTraced(
        List<EditStep> steps, ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis, int firstReference, int firstHypothesis)
    {
        int start = steps.Count;
        int i = reference.Length, j = hypothesis.Length;
        if (i > 0 && j > 0)
        {
            var table = new DifferenceTable(reference, hypothesis);
            while (i > 0 && j > 0)
            {
                EditOperation operation;
                if (table.Plus(i, j)) operation = EditOperation.Deletion;
                else if (j > 1 && table.Minus(i, j - 1)) operation = EditOperation.Insertion;
                else operation = reference[i - 1] == hypothesis[j - 1] ? EditOperation.Hit : EditOperation.Substitution;

                if (operation != EditOperation.Insertion) i--;
                if (operation != EditOperation.Deletion) j--;
                steps.Add(new(operation, firstReference + i, firstHypothesis + j));
            }
        }
        while (i > 0) steps.Add(new(EditOperation.Deletion, firstReference + --i, firstHypothesis));
        while (j > 0) steps.Add(new(EditOperation.Insertion, firstReference, firstHypothesis + --j));
        steps.Reverse(start, steps.Count - start);
    }

    private static void TrimCommonEnds(ref ReadOnlySpan<int> reference, ref ReadOnlySpan<int> hypothesis, out (int Start, int End) common)
    {
        int start = reference.CommonPrefixLength(hypothesis);
        reference = reference[start..];
        hypothesis = hypothesis[start..];
        int end = 0;
        while (end < reference.Length && end < hypothesis.Length && reference[^(end + 1)] == hypothesis[^(end + 1)]) end++;
        reference = reference[..^end];
        hypothesis = hypothesis[..^end];
        common = (start, end);
    }

    /// <summary>The vertical differences of every column, two bits a cell.</summary>
    private sealed class DifferenceTable
    {
        private readonly ulong[] _plus;
        private readonly ulong[] _minus;
        private readonly int _words;

        public DifferenceTable(ReadOnlySpan<int> reference, ReadOnlySpan<int> hypothesis)
        {
            var column = new LevenshteinColumn(reference);
            _words = column.Words;
            _plus = new ulong[(long)_words * hypothesis.Length];
            _minus = new ulong[(long)_words * hypothesis.Length];
            for (int j = 0; j < hypothesis.Length; j++)
            {
                column.Advance(hypothesis[j]);
                column.Plus.CopyTo(_plus, (long)j * _words);
                column.Minus.CopyTo(_minus, (long)j * _words);
            }
        }

        /// <summary>Whether cell (i, j) is one more than cell (i − 1, j); i and j from 1.</summary>
        public bool Plus(int i, int j) => Bit(_plus, i, j);

        /// <summary>Whether cell (i, j) is one less than cell (i − 1, j); i and j from 1.</summary>
        public bool Minus(int i, int j) => Bit(_minus, i, j);

        private bool Bit(ulong[] bits, int i, int j) => (bits[(long)(j - 1) * _words + (i - 1) / 64] >> ((i - 1) % 64) & 1) != 0;
    }
}
