namespace Audire.Metrics.Randomness;

/// <summary>Which training instances HELM shows as examples in a prompt.</summary>
public static class HelmExamplePicker
{
    /// <summary>Picks examples, one label after the other, the most frequent first, equally frequent ones in random order.</summary>
    /// <param name="labels">First right answer of each training instance; null where it has none.</param>
    /// <param name="limit">Most examples.</param>
    /// <param name="seed">HELM's trial number.</param>
    /// <returns>
    /// Indices in the order shown. Where labelled instances run out, unlabelled ones follow at random; HELM itself does not end in that case.
    /// </returns>
    public static int[] Pick(IReadOnlyList<string?> labels, int limit, int seed)
    {
        var random = new PythonRandom(seed);
        var byLabel = Enumerable.Range(0, labels.Count).Where(i => labels[i] is not null).GroupBy(i => labels[i])
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => group.ToList())
            .GroupBy(group => group.Count).OrderByDescending(equals => equals.Key).SelectMany(Shuffled).ToList();
        int count = Math.Min(limit, labels.Count);
        var picked = new List<int>(count);
        while (picked.Count < count && byLabel.Exists(group => group.Count > 0))
            foreach (var group in byLabel)
            {
                if (group.Count == 0 || picked.Count == count) continue;
                int i = random.Next(group.Count);
                picked.Add(group[i]);
                group.RemoveAt(i);
            }

        int[] unlabelled = [.. Enumerable.Range(0, labels.Count).Where(i => labels[i] is null)];
        picked.AddRange(random.Sample(unlabelled.Length, count - picked.Count).Select(i => unlabelled[i]));
        return [.. picked];

        List<int>[] Shuffled(IEnumerable<List<int>> equallyFrequent)
        {
            List<int>[] groups = [.. equallyFrequent];
            random.Shuffle<List<int>>(groups);
            return groups;
        }
    }

    /// <summary>Picks examples in their own order: those of trial t start where those of trial t − 1 ended.</summary>
    public static int[] PickInOrder(int count, int limit, int trial) => [.. Enumerable.Range(0, count).Skip(limit * trial).Take(limit)];
}
