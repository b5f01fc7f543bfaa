using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs diff</c>: two runs, cell by cell and answer by answer.</summary>
internal static class RunsDiffCommand
{
    public static Command Build(CommandIo io)
    {
        var first = RunsCommand.RunArgument("first");
        var second = RunsCommand.RunArgument("second");
        var json = CommandOptions.Json("runs diff runs/monday runs/friday --json");
        var command = new Command("diff", "Compare two runs: answers that differ, and every number that does.") { first, second, json };
        command.SetAction(parsed =>
        {
            using var a = RunFolder.Open(parsed.GetRequiredValue(first));
            using var b = RunFolder.Open(parsed.GetRequiredValue(second));
            var difference = RunDifference.Of(a, b);
            if (parsed.GetValue(json)) io.WriteDocument(difference, CliJson.Documents.RunDifference);
            else Print(difference, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(RunDifference difference, CommandIo io)
    {
        var answers = difference.Answers;
        io.Out.WriteLine($"answers: {answers.Same} the same, {answers.Different} different, {answers.OnlyFirst} only in the first, {answers.OnlySecond} only in the second");
        var changed = difference.Cells.Where(cell => cell.First != cell.Second).ToList();
        io.Out.WriteLine($"numbers: {difference.Cells.Count - changed.Count} the same, {changed.Count} different");
        if (changed.Count == 0) return;
        var table = new TableView("system", "scenario", "metric", ">first", ">second", ">difference");
        foreach (var cell in changed) table.Add(cell.System, cell.Scenario, cell.Metric, Number(cell.First), Number(cell.Second), Number(cell.Difference));
        table.Write(io);
    }

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}

/// <summary>What <c>audire runs diff --json</c> writes.</summary>
/// <param name="First">The first run's folder.</param>
/// <param name="Second">The second run's folder.</param>
/// <param name="Answers">How many answers agree.</param>
/// <param name="Cells">Every number of either run.</param>
internal sealed record RunDifference(string First, string Second, AnswerAgreement Answers, IReadOnlyList<CellDifference> Cells)
{
    /// <summary>Compares two runs.</summary>
    public static RunDifference Of(RunFolder first, RunFolder second)
    {
        var a = first.Cells.ToDictionary(Key);
        var b = second.Cells.ToDictionary(Key);
        var cells = a.Keys.Union(b.Keys).Select(key => new CellDifference(
            key.System, key.Scenario, key.Metric, a.GetValueOrDefault(key)?.Value, b.GetValueOrDefault(key)?.Value));
        return new RunDifference(first.Directory, second.Directory, AnswerAgreement.Of(first.Items, second.Items), [.. cells]);
    }

    private static (string System, string Scenario, string Metric) Key(Cell cell) => (cell.System, cell.Scenario, cell.Metric);
}

/// <summary>A number of two runs.</summary>
/// <param name="System">The system.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Metric">The metric.</param>
/// <param name="First">The first run's value; null where it has none.</param>
/// <param name="Second">The second run's value.</param>
internal sealed record CellDifference(string System, string Scenario, string Metric, double? First, double? Second)
{
    /// <summary>Second minus first; null where either has none.</summary>
    public double? Difference => Second - First;
}

/// <summary>How far the answers of two runs agree, instance by instance.</summary>
/// <param name="Same">Instances both answered alike.</param>
/// <param name="Different">Instances both answered, differently.</param>
/// <param name="OnlyFirst">Instances only the first answered.</param>
/// <param name="OnlySecond">Instances only the second answered.</param>
internal sealed record AnswerAgreement(int Same, int Different, int OnlyFirst, int OnlySecond)
{
    /// <summary>Compares the answers of two runs.</summary>
    public static AnswerAgreement Of(IEnumerable<ItemRecord> first, IEnumerable<ItemRecord> second)
    {
        var a = Answers(first);
        var b = Answers(second);
        var both = a.Where(pair => b.ContainsKey(pair.Key)).ToList();
        var same = both.Count(pair => string.Equals(pair.Value, b[pair.Key], StringComparison.Ordinal));
        return new AnswerAgreement(same, both.Count - same, a.Count - both.Count, b.Count - both.Count);
    }

    private static Dictionary<(string System, string Scenario, string Instance), string> Answers(IEnumerable<ItemRecord> items) =>
        items.Where(item => item.Answer is not null).ToDictionary(item => (item.System, item.Scenario, item.Instance), item => item.Answer!);
}
