using Audire.Evaluation.Runs;

namespace Audire.Reporting.Model;

/// <summary>Counts what was answered for what was right, where a scenario's answers form a closed set.</summary>
internal static class ConfusionCounter
{
    // A larger matrix is no longer read, and slices by class say the same.
    private const int MaxLabels = 24;

    public static Confusion[] Count(ScenarioRecord record, InstanceModel[] instances, SystemModel[] systems)
    {
        var labels = record.Answers;
        if (labels.Count is < 2 or > MaxLabels) return [];
        var place = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < labels.Count; i++) place[Fold(labels[i])] = i;

        var counts = systems.Where(system => !system.IsBaseline).ToDictionary(system => system, _ => new int[labels.Count, labels.Count + 1]);
        foreach (var instance in instances)
        {
            if (instance.References.Count == 0 || !place.TryGetValue(Fold(instance.References[0]), out var row)) continue;
            foreach (var answer in instance.Answers)
                if (answer.Text is { } text && counts.TryGetValue(answer.System, out var table))
                    table[row, place.GetValueOrDefault(Fold(text), labels.Count)]++;
        }

        return [.. counts.Where(pair => pair.Value.Cast<int>().Any(count => count > 0)).Select(pair => new Confusion(pair.Key, labels, pair.Value))];
    }

    // Case, outer punctuation and white space do not make another answer.
    private static string Fold(string text)
    {
        var from = 0;
        var to = text.Length;
        while (from < to && !char.IsLetterOrDigit(text[from])) from++;
        while (to > from && !char.IsLetterOrDigit(text[to - 1])) to--;
        return text[from..to].ToLowerInvariant();
    }
}
