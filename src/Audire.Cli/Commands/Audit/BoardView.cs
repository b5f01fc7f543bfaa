using System.Globalization;
using Audire.Cli.Terminal;
using Audire.Evaluation.Runs;

namespace Audire.Cli.Commands.Audit;

/// <summary>The board of a run for people: the ranking, then every scenario's main number, each with its interval and n.</summary>
internal static class BoardView
{
    /// <summary>Writes the board to standard output.</summary>
    public static void Write(IReadOnlyList<BoardRow> board, IReadOnlyList<Cell> cells, CommandIo io)
    {
        var ranking = new TableView(">rank", "system", ">mean win rate", "95 % interval");
        foreach (var row in board) ranking.Add($"{row.Rank}{(row.Tie ? "=" : "")}", row.System, Number(row.Score), Interval(row.Low, row.High));
        ranking.Write(io);
        io.Out.WriteLine();

        var numbers = new TableView("scenario", "metric", "system", ">value", "95 % interval", ">n", ">failed");
        var order = board.Select((row, index) => (row.System, index)).ToDictionary(pair => pair.System, pair => pair.index, StringComparer.Ordinal);
        foreach (var scenario in cells.Where(cell => cell.Main).GroupBy(cell => cell.Scenario, StringComparer.Ordinal))
        {
            foreach (var (index, cell) in scenario.OrderBy(cell => order.GetValueOrDefault(cell.System, int.MaxValue)).Index())
            {
                var direction = cell.HigherIsBetter switch { true => " ↑", false => " ↓", null => "" };
                numbers.Add(index == 0 ? cell.Scenario : "", index == 0 ? cell.Metric + direction : "", cell.System, Number(cell.Value), Interval(cell.Low, cell.High),
                    cell.N.ToString(CultureInfo.InvariantCulture), cell.Failed.ToString(CultureInfo.InvariantCulture));
            }
        }
        numbers.Write(io);
    }

    /// <summary>Writes which scenarios had nothing to ask, and why.</summary>
    public static void WriteNotRun(IReadOnlyList<ScenarioNotRun> notRun, CommandIo io)
    {
        if (notRun.Count == 0) return;
        io.Out.WriteLine();
        foreach (var scenario in notRun) io.Out.WriteLine($"not run: {scenario.Name}, {scenario.Reason}");
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    private static string Interval(double? low, double? high) => low is null || high is null ? "" : $"{Number(low)} to {Number(high)}";
}
