using Audire.Evaluation.Runs;
using Audire.Evaluation.Scoring;

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
        var counts = systems.Where(system => !system.IsBaseline).ToDictionary(system => system, _ => new int[labels.Count, labels.Count + 1]);
        foreach (var instance in instances)
        {
            if (instance.References is not [var right, ..] || Column(right, labels) is not { } row) continue;
            foreach (var answer in instance.Answers)
                if (answer.Text is not null && counts.TryGetValue(answer.System, out var table))
                    table[row, Column(answer.Text, labels) ?? labels.Count]++;
        }

        return [.. counts.Where(pair => pair.Value.Cast<int>().Any(count => count > 0)).Select(pair => new Confusion(pair.Key, labels, pair.Value))];
    }

    // Read as lenient accuracy reads: what mentions one label and no other is that label, so that chatter does not hide what was heard.
    private static int? Column(string text, IReadOnlyList<string> labels)
    {
        var named = ClosedAnswer.Strict(text, labels) ?? ClosedAnswer.Lenient(text, labels);
        for (var i = 0; i < labels.Count; i++)
            if (labels[i] == named) return i;
        return null;
    }
}
