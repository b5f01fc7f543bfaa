using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Runs;

/// <summary><c>audire runs diff</c>: two runs, cell by cell, and how many answers differ.</summary>
internal static class RunsDiffCommand
{
    public static Command Build(CommandIo io)
    {
        var first = RunsCommand.RunArgument("first");
        var second = RunsCommand.RunArgument("second");
        var json = CommandOptions.Json("runs diff runs/monday runs/friday --json");
        var command = new Command("diff", "Compare two runs: every number that differs, and how many answers do.") { first, second, json };
        command.SetAction(parsed =>
        {
            using var a = RunFolder.Open(parsed.GetRequiredValue(first));
            using var b = RunFolder.Open(parsed.GetRequiredValue(second));
            var difference = new RunsDiffered(a.Directory, b.Directory, [.. RunDifference.Compare(a, b).Select(CellDiffered.Of)]);
            if (parsed.GetValue(json)) io.WriteDocument(difference, CliJson.Documents.RunsDiffered);
            else Print(difference, io);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(RunsDiffered difference, CommandIo io)
    {
        var changed = difference.Cells.Where(cell => cell.First != cell.Second || cell.Flipped > 0).ToList();
        if (changed.Count == 0)
        {
            io.Out.WriteLine($"all {difference.Cells.Count} numbers and all answers are the same");
            return;
        }
        io.Out.WriteLine($"{changed.Count} of {difference.Cells.Count} numbers differ, or rest on answers that do");
        var table = new TableView("system", "scenario", "metric", ">first", ">second", ">change", ">answers that differ");
        foreach (var cell in changed)
            table.Add(cell.System, cell.Scenario, cell.Metric, Number(cell.First), Number(cell.Second), Number(cell.Change), cell.Flipped.ToString(CultureInfo.InvariantCulture));
        table.Write(io);
    }

    private static string Number(double? value) => value?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}

/// <summary>What <c>audire runs diff --json</c> writes.</summary>
/// <param name="First">The first run's folder.</param>
/// <param name="Second">The second run's folder.</param>
/// <param name="Cells">Every number of either run.</param>
internal sealed record RunsDiffered(string First, string Second, IReadOnlyList<CellDiffered> Cells);

/// <summary>A number in two runs.</summary>
/// <param name="System">The system.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Metric">The metric.</param>
/// <param name="First">The first run's value; null where it has none.</param>
/// <param name="Second">The second run's value; null where it has none.</param>
/// <param name="Change">Second minus first; null where either has none.</param>
/// <param name="Flipped">Instances of the scenario whose answers differ.</param>
internal sealed record CellDiffered(string System, string Scenario, string Metric, double? First, double? Second, double? Change, int Flipped)
{
    /// <summary>The document's form of a change.</summary>
    public static CellDiffered Of(CellChange change)
    {
        var cell = change.First ?? change.Second!;
        return new CellDiffered(cell.System, cell.Scenario, cell.Metric, change.First?.Value, change.Second?.Value, change.Change, change.Flipped);
    }
}
