namespace Audire.Metrics.Generation;

/// <summary>Word edits near the diagonal, with tercom's choice among equally cheap alignments.</summary>
/// <param name="Edits">Insertions, deletions and replacements.</param>
/// <param name="HypothesisOf">For each word of the reference the word of the hypothesis it stands at (the one before, where it is missing), or −1.</param>
/// <param name="HypothesisErrors">Whether each word of the hypothesis is wrong.</param>
/// <param name="ReferenceErrors">Whether each word of the reference is missing or replaced.</param>
internal sealed record BeamedEdits(int Edits, int[] HypothesisOf, bool[] HypothesisErrors, bool[] ReferenceErrors)
{
    private const int Beam = 25;
    private const int Unreached = int.MaxValue / 2;

    private enum Step : byte
    {
        Match,
        Replace,
        Extra,
        Missing,
    }

    public static BeamedEdits Of(string[] hypothesis, string[] reference)
    {
        var steps = new Step[hypothesis.Length + 1, reference.Length + 1];
        int edits = Fill(hypothesis, reference, steps);
        return Trace(steps, hypothesis.Length, reference.Length, edits);
    }

    private static int Fill(string[] hypothesis, string[] reference, Step[,] steps)
    {
        var above = new int[reference.Length + 1];
        for (int j = 0; j < above.Length; j++) (above[j], steps[0, j]) = (j, Step.Missing);
        double ratio = hypothesis.Length > 0 ? (double)reference.Length / hypothesis.Length : 1;
        // Where one side is much longer, rows must still overlap.
        int beam = Beam < ratio / 2 ? (int)Math.Ceiling((ratio / 2) + Beam) : Beam;
        for (int i = 1; i <= hypothesis.Length; i++)
        {
            var row = new int[reference.Length + 1];
            Array.Fill(row, Unreached);
            int middle = (int)Math.Floor(i * ratio);
            int end = i == hypothesis.Length ? row.Length : Math.Min(row.Length, middle + beam);
            for (int j = Math.Max(0, middle - beam); j < end; j++)
            {
                if (j == 0)
                {
                    (row[0], steps[i, 0]) = (above[0] + 1, Step.Extra);
                    continue;
                }

                bool same = hypothesis[i - 1] == reference[j - 1];
                Take(above[j - 1] + (same ? 0 : 1), same ? Step.Match : Step.Replace);
                Take(above[j] + 1, Step.Extra);
                Take(row[j - 1] + 1, Step.Missing);

                // The first of equals stays.
                void Take(int cost, Step step)
                {
                    if (cost < row[j]) (row[j], steps[i, j]) = (cost, step);
                }
            }

            above = row;
        }

        return above[^1];
    }

    private static BeamedEdits Trace(Step[,] steps, int i, int j, int edits)
    {
        var traced = new BeamedEdits(edits, new int[j], new bool[i], new bool[j]);
        while (i > 0 || j > 0)
        {
            var step = steps[i, j];
            if (step != Step.Missing) traced.HypothesisErrors[--i] = step != Step.Match;
            if (step == Step.Extra) continue;
            traced.ReferenceErrors[--j] = step != Step.Match;
            // The word it stands at: itself, or the last one before the gap.
            traced.HypothesisOf[j] = step == Step.Missing ? i - 1 : i;
        }

        return traced;
    }
}
