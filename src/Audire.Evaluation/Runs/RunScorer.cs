using Audire.Evaluation.Boards;
using Audire.Evaluation.Judging;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;
using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Runs;

/// <summary>From stored answers to scores, cells, board and differences; depends on nothing but the database.</summary>
internal static class RunScorer
{
    /// <summary>Scores a run and stores the result.</summary>
    public static RunStats Score(RunStore store)
    {
        var spec = store.ReadSpec()!;
        var judge = JudgeBook.Of(spec);
        var rows = store.ReadAll();
        var given = GivenScores.Read(store, judge);
        var systems = spec.Systems.Select(system => system.Name).ToArray();
        var scores = new List<StoredScore>();
        var tables = new List<ScenarioTable>();
        foreach (var scenario in spec.Scenarios)
        {
            var items = new Dictionary<string, IReadOnlyList<ScoredItem>>(StringComparer.Ordinal);
            var asked = rows.Where(row => row.Item.Scenario == scenario.Name).ToArray();
            // What is rare depends on the instances of the scenario and never on who was asked: a failed request changes no one's score.
            var references = asked.DistinctBy(row => row.Item.Instance).OrderBy(row => row.Item.Ordinal).Select(row => row.Item.References).ToArray();
            IScore[] metrics = [.. scenario.Scoring.Metrics.Select(metric => Scores.ByName(metric).Over(references))];
            foreach (var group in asked.Where(row => (row.Answer ?? (object?)row.Error) is not null).GroupBy(row => row.Item.System))
                items[group.Key] = [.. group.Select(row => Item(scenario, metrics, row.Item, row.Answer, given))];
            if (items.Count == 0) continue;
            tables.Add(new ScenarioTable(scenario, items));
            scores.AddRange(items.SelectMany(pair => pair.Value.SelectMany(item => item.Scores.Select(score =>
                new StoredScore(pair.Key, scenario.Name, item.Instance, score.Key, score.Value.Value, score.Value.Weight)))));
        }

        var stats = Stats(spec, rows, UsageBuilder.OfJudge(spec.Judge, store), systems, tables);
        store.SaveScores(scores, stats);
        return stats;
    }

    private static RunStats Stats(
        RunSpec spec, IReadOnlyList<(StoredItem Item, StoredAnswer? Answer, string? Error)> rows, IEnumerable<Usage> judging, string[] systems,
        List<ScenarioTable> tables)
    {
        IReadOnlyList<Usage> usage = [.. UsageBuilder.Build(rows, spec.Systems), .. judging];
        int planned = spec.Scenarios.Sum(scenario => scenario.Instances * spec.Systems.Count(system => system.Tasks.Contains(scenario.Task)));
        int answered = rows.Count(row => row.Answer is not null), failed = rows.Count(row => row.Error is not null);
        return new RunStats
        {
            Complete = answered + failed >= planned,
            Planned = planned,
            Answered = answered,
            Failed = failed,
            Seconds = usage.Sum(u => u.Seconds),
            Cells = [.. tables.SelectMany(table => systems.Where(table.Items.ContainsKey).SelectMany(system => CellBuilder.Build(table, system)))],
            Board = BoardBuilder.Build(tables, systems),
            Differences = [.. tables.SelectMany(table => DifferenceBuilder.Build(table, systems))],
            Usage = usage,
            NotRun = spec.NotRun,
        };
    }

    private static ScoredItem Item(ScenarioRecord scenario, IReadOnlyList<IScore> metrics, StoredItem item, StoredAnswer? answer, GivenScores given)
    {
        var scores = new SortedDictionary<string, InstanceScore>(StringComparer.Ordinal);
        if (answer is not null)
        {
            var said = new ScoredAnswer(
                scenario.Task == ScenarioTask.MultipleChoice ? OptionOf(answer.Answer, item.Choices) : answer.Answer, answer.Answer, item.References, item.Choices,
                scenario.Scoring.Normalizer is { Length: > 0 } name ? TextNormalizers.ByName(name) : TextNormalizers.WhisperFor(item.Groups.GetValueOrDefault("language")))
            { Heard = item.Groups.GetValueOrDefault(InstanceGroups.Heard, ""), Aliases = scenario.Scoring.Aliases, Given = given.Of(scenario, item, answer) };
            foreach (var metric in metrics)
                if (metric.Score(said) is { } score) scores[metric.Name] = score;
        }

        return new ScoredItem(item.Instance, item.Groups, answer is null, scores);
    }

    // HELM's mapping: the trimmed answer must be the letter itself; "A." and "a" stand for nothing.
    private static string? OptionOf(string answer, IReadOnlyList<string> choices)
    {
        var letter = PythonText.Strip(answer);
        return letter.Length == 1 && letter[0] - 'A' is >= 0 and var index && index < choices.Count ? choices[index] : null;
    }
}
