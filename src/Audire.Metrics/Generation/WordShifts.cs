namespace Audire.Metrics.Generation;

/// <summary>The fewest edits from a hypothesis to a reference, where moving a run of words is one edit: greedy, as tercom does it.</summary>
internal static class WordShifts
{
    private const int LongestRun = 10;
    private const int FarthestMove = 50;
    private const int MostCandidates = 1000;

    /// <summary>Insertions, deletions, replacements and moves.</summary>
    public static int Edits(string[] hypothesis, string[] reference)
    {
        // Without a reference every word is one too many, and no move helps.
        if (reference.Length == 0) return hypothesis.Length;
        int moves = 0, looked = 0;
        while (true)
        {
            var best = Best(hypothesis, reference, ref looked);
            // Moves are made while they save edits; a search that has looked long enough ends without its last find.
            if (looked >= MostCandidates || best is not { Saved: > 0 }) return moves + BeamedEdits.Of(hypothesis, reference).Edits;
            moves++;
            hypothesis = best.Words;
        }
    }

    private static Move? Best(string[] hypothesis, string[] reference, ref int looked)
    {
        var before = BeamedEdits.Of(hypothesis, reference);
        Move? best = null;
        foreach (var (from, to, length) in EqualRuns(hypothesis, reference))
        {
            // Only what is wrong where it stands, and missing where it would go, and would not move onto itself.
            if (!before.HypothesisErrors.AsSpan(from, length).Contains(true) || !before.ReferenceErrors.AsSpan(to, length).Contains(true)) continue;
            if (before.HypothesisOf[to] >= from && before.HypothesisOf[to] < from + length) continue;
            int previous = -1;
            for (int offset = -1; offset < length; offset++)
            {
                int target = to + offset == -1 ? 0 : before.HypothesisOf[to + offset] + 1;
                if (target == previous) continue;
                previous = target;
                var words = Moved(hypothesis, from, length, target);
                var move = new Move(before.Edits - BeamedEdits.Of(words, reference).Edits, length, from, target, words);
                looked++;
                if (best is null || move.IsBetterThan(best)) best = move;
            }

            if (looked >= MostCandidates) break;
        }

        return best;
    }

    private static IEnumerable<(int From, int To, int Length)> EqualRuns(string[] hypothesis, string[] reference)
    {
        for (int from = 0; from < hypothesis.Length; from++)
            for (int to = 0; to < reference.Length; to++)
            {
                if (Math.Abs(to - from) > FarthestMove) continue;
                for (int length = 1; length <= LongestRun && from + length <= hypothesis.Length && to + length <= reference.Length
                    && hypothesis[from + length - 1] == reference[to + length - 1]; length++) yield return (from, to, length);
            }
    }

    private static string[] Moved(string[] words, int from, int length, int target)
    {
        var run = words[from..(from + length)];
        if (target < from) return [.. words[..target], .. run, .. words[target..from], .. words[(from + length)..]];
        // A target behind the run counts the run's own words; one inside the run moves it on by as many.
        int end = target > from + length ? target : Math.Min(words.Length, length + target);
        return [.. words[..from], .. words[(from + length)..end], .. run, .. words[end..]];
    }

    /// <summary>A move that was tried.</summary>
    private sealed record Move(int Saved, int Length, int From, int Target, string[] Words)
    {
        // The most edits saved, then the longest run, the earliest run, the earliest target; what is left is settled by the words.
        public bool IsBetterThan(Move other)
        {
            var order = (Saved, Length, -From, -Target).CompareTo((other.Saved, other.Length, -other.From, -other.Target));
            for (int i = 0; order == 0 && i < Words.Length; i++) order = string.CompareOrdinal(Words[i], other.Words[i]);
            return order > 0;
        }
    }
}
