namespace Audire.Evaluation.Runs;

/// <summary>What systems used, each request counted once however many scenarios share it.</summary>
internal static class UsageBuilder
{
    public static IReadOnlyList<Usage> Build(IReadOnlyList<(StoredItem Item, StoredAnswer? Answer, string? Error)> rows, IReadOnlyList<SystemRecord> systems)
    {
        var bySystem = rows.Where(row => row.Answer is not null).ToLookup(row => row.Item.System, StringComparer.Ordinal);
        return [.. systems.Select(system => Of(system, [.. bySystem[system.Name].DistinctBy(row => row.Item.Key).Select(row => (row.Item, row.Answer!))]))];
    }

    /// <summary>What the judge used, where there is one.</summary>
    public static IEnumerable<Usage> OfJudge(SystemRecord? judge, RunStore store)
    {
        if (judge is null) yield break;
        var answers = store.ReadAnswersBesides(judge.Name);
        long? input = Sum(answers.Select(answer => answer.InputTokens)), output = Sum(answers.Select(answer => answer.OutputTokens));
        double? cost = judge.Price is { } price ? CostMeter.Cost(price, input ?? 0, output ?? 0, audioSeconds: 0) : null;
        yield return new Usage("judge: " + judge.Name, answers.Count, answers.Sum(answer => answer.Seconds), 0, input, output, cost);
    }

    private static Usage Of(SystemRecord system, IReadOnlyList<(StoredItem Item, StoredAnswer Answer)> rows)
    {
        double audio = rows.Sum(row => row.Item.Clips.Sum(clip => clip.Seconds));
        long? input = Sum(rows.Select(row => row.Answer.InputTokens)), output = Sum(rows.Select(row => row.Answer.OutputTokens));
        double? cost = system.Price is { } price ? CostMeter.Cost(price, input ?? 0, output ?? 0, audio) : null;
        return new Usage(system.Name, rows.Count, rows.Sum(row => row.Answer.Seconds), audio, input, output, cost);
    }

    private static long? Sum(IEnumerable<long?> tokens)
    {
        long[] told = [.. tokens.OfType<long>()];
        return told.Length == 0 ? null : told.Sum();
    }
}
