using Audire.Evaluation.Runs;

namespace Audire.Evaluation.Boards;

/// <summary>The board: AHELM's mean win rate over scenarios, ties as halves, with an interval over the same resamples for all systems.</summary>
/// <remarks>
/// A system's win rate in a scenario is the share of the other systems it beats there; scenarios with one system are left out, and a
/// system's mean covers the scenarios it took part in. AHELM section 2.9 of the HELM documentation; it gives no interval.
/// </remarks>
internal static class BoardBuilder
{
    /// <summary>The rows, best first; systems without a score last, in the order given.</summary>
    public static IReadOnlyList<BoardRow> Build(IReadOnlyList<ScenarioTable> tables, IReadOnlyList<string> systems)
    {
        var columns = tables.Select(table => new Column(table, systems)).Where(column => column.Systems.Count > 1).ToArray();
        var scores = WinRates(columns, systems, column => column.Table.Bootstrap.Once);
        var replicates = systems.ToDictionary(system => system, _ => new List<double>(ClusterBootstrap.Replicates), StringComparer.Ordinal);
        for (int i = 0; i < ClusterBootstrap.Replicates; i++)
        {
            int replicate = i;
            foreach (var (system, rate) in WinRates(columns, systems, column => column.Table.Bootstrap.Times(replicate))) replicates[system].Add(rate);
        }

        var rows = systems.Where(scores.ContainsKey).Select(system => (
            System: system, Score: scores[system], Low: ClusterBootstrap.Quantile(replicates[system], 0.025), High: ClusterBootstrap.Quantile(replicates[system], 0.975)))
            .OrderByDescending(row => row.Score).ToArray();
        var board = new List<BoardRow>();
        foreach (var row in rows)
        {
            bool tie = board.Count > 0 && board[^1].Low <= row.High && row.Low <= board[^1].High;
            board.Add(new BoardRow(row.System, row.Score, row.Low, row.High, tie ? board[^1].Rank : board.Count + 1, tie));
        }

        int last = board.Count + 1;
        board.AddRange(systems.Where(system => !scores.ContainsKey(system)).Select(system => new BoardRow(system, null, null, null, last, false)));
        return board;
    }

    private delegate ReadOnlySpan<ushort> Resample(Column column);

    private static Dictionary<string, double> WinRates(IReadOnlyList<Column> columns, IReadOnlyList<string> systems, Resample resample)
    {
        var rates = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        foreach (var column in columns)
        {
            var times = resample(column);
            var values = new List<(string System, double Value)>();
            foreach (var (system, statistic) in column.Systems)
                if (statistic.Value(times) is { } value) values.Add((system, column.HigherIsBetter ? value : -value));
            if (values.Count < 2) continue;
            foreach (var (system, value) in values)
            {
                double wins = values.Sum(other => other.Value < value ? 1 : other.Value == value ? 0.5 : 0) - 0.5; // itself is a tie
                (rates.TryGetValue(system, out var list) ? list : rates[system] = []).Add(wins / (values.Count - 1));
            }
        }

        return systems.Where(rates.ContainsKey).ToDictionary(system => system, system => rates[system].Average(), StringComparer.Ordinal);
    }

    private sealed class Column(ScenarioTable table, IReadOnlyList<string> systems)
    {
        public ScenarioTable Table { get; } = table;

        public bool HigherIsBetter { get; } = table.Main.Metric.HigherIsBetter;

        public IReadOnlyList<(string System, IStatistic Statistic)> Systems { get; } = [.. systems.Where(table.Items.ContainsKey)
            .Select(system => (system, table.MainStatistic(table.Overall(system)))).Where(pair => pair.Item2.Value(table.Bootstrap.Once) is not null)];
    }
}
