namespace Audire.Metrics.Generation;

/// <summary>Counts of runs of tokens.</summary>
internal static class NGrams
{
    private const char Separator = '\u0001'; // no tokeniser here leaves one inside a token

    /// <summary>How often each run of n tokens occurs.</summary>
    public static Dictionary<string, int> Count(IReadOnlyList<string> tokens, int n)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        string[] window = new string[n];
        for (int i = 0; i + n <= tokens.Count; i++)
        {
            for (int k = 0; k < n; k++) window[k] = tokens[i + k];
            string key = string.Join(Separator, window);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        return counts;
    }

    /// <summary>Tokens the two have in common, each as often as in the rarer place.</summary>
    public static int Overlap(Dictionary<string, int> left, Dictionary<string, int> right) =>
        left.Sum(entry => Math.Min(entry.Value, right.GetValueOrDefault(entry.Key)));

    /// <summary>For each run the largest count in any of several texts.</summary>
    public static Dictionary<string, int> MaxCount(IEnumerable<IReadOnlyList<string>> texts, int n)
    {
        var most = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var text in texts)
            foreach (var (key, count) in Count(text, n)) most[key] = Math.Max(most.GetValueOrDefault(key), count);
        return most;
    }

    /// <summary>The reference length closest to a length; of two as close, the shorter.</summary>
    public static int ClosestLength(IEnumerable<int> lengths, int length) => lengths.OrderBy(l => Math.Abs(l - length)).ThenBy(l => l).First();
}
