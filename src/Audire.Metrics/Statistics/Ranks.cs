namespace Audire.Metrics.Statistics;

/// <summary>What rank tied values share.</summary>
public enum TieRule
{
    /// <summary>The mean of the places they take.</summary>
    Average,

    /// <summary>The first place they take.</summary>
    Min,

    /// <summary>The last place they take.</summary>
    Max,

    /// <summary>As <see cref="Min"/>, but the next value takes the next number.</summary>
    Dense,

    /// <summary>Each its own place, in the order given.</summary>
    Ordinal,
}

/// <summary>Ranks of a sample, from 1.</summary>
public static class Ranks
{
    /// <summary>The rank of each value; all NaN where one value is NaN.</summary>
    public static double[] Of(IReadOnlyList<double> values, TieRule rule = TieRule.Average)
    {
        var ranks = new double[values.Count];
        if (Descriptive.HasNaN(values))
        {
            Array.Fill(ranks, double.NaN);
            return ranks;
        }
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])]; // stable
        int group = 0;
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = GroupEnd(values, order, start);
            group++;
            for (int i = start; i < end; i++)
                ranks[order[i]] = rule switch
                {
                    TieRule.Average => (start + 1 + end) / 2.0,
                    TieRule.Min => start + 1,
                    TieRule.Max => end,
                    TieRule.Dense => group,
                    _ => i + 1,
                };
        }
        return ranks;
    }

    /// <summary>How many values share each distinct value, in rising order.</summary>
    internal static List<int> GroupSizes(IReadOnlyList<double> values)
    {
        int[] order = [.. Enumerable.Range(0, values.Count).OrderBy(i => values[i])];
        var sizes = new List<int>();
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = GroupEnd(values, order, start);
            sizes.Add(end - start);
        }
        return sizes;
    }

    /// <summary>Σ (t³ − t) over groups of t equal values: what ties take from the variance of a rank sum.</summary>
    internal static double TieTerm(IEnumerable<int> groups) => groups.Sum(t => (double)t * t * t - t);

    private static int GroupEnd(IReadOnlyList<double> values, int[] order, int start)
    {
        int end = start + 1;
        while (end < order.Length && values[order[end]] == values[order[start]]) end++;
        return end;
    }
}
