using Audire.Evaluation.Runs;
using Audire.Metrics.Aggregation;

namespace Audire.Evaluation.Boards;

/// <summary>The board: AHELM's mean win rate over scenarios, ties as halves, with an interval over the same resamples for all systems.</summary>
/// <remarks>
/// A system's win rate in a scenario is the share of the other systems it beats there; scenarios with one system are left out, and a
/// system's mean covers the scenarios it took part in. AHELM itself gives no interval.
/// </remarks>
internal static class BoardBuilder
{
    /// <summary>The rows, best first; systems without a score last, in the order given.</summary>
    public static IReadOnlyList<BoardRow> Build(IReadOnlyList<ScenarioTable> tables, IReadOnlyList<string> systems)
    {
        IStatistic?[][] statistics = [.. systems.Select(system => tables.Select(table => table.Items.ContainsKey(system) ? table.MainStatistic(table.Overall(system)) : null).ToArray())];
        bool?[] lowerIsBetter = [.. tables.Select(table => (bool?)!table.Main.Metric.HigherIsBetter)];
        double?[] Rates(Func<ScenarioTable, IStatistic, double?> value) => WinRates.Mean(
            [.. statistics.Select(row => (IReadOnlyList<double?>)[.. row.Select((statistic, i) => statistic is null ? null : value(tables[i], statistic))])], lowerIsBetter);

        var scores = Rates((table, statistic) => statistic.Value(table.Bootstrap.Once));
        var replicates = systems.Select(_ => new List<double>(ClusterBootstrap.Replicates)).ToArray();
        for (int replicate = 0; replicate < ClusterBootstrap.Replicates; replicate++)
        {
            int drawn = replicate;
            var rates = Rates((table, statistic) => statistic.Value(table.Bootstrap.Times(drawn)));
            for (int i = 0; i < rates.Length; i++)
                if (rates[i] is { } rate) replicates[i].Add(rate);
        }

        return Rank([.. systems.Select((system, i) => scores[i] is { } score
            ? new BoardRow(system, score, ClusterBootstrap.Low(replicates[i]), ClusterBootstrap.High(replicates[i]), 0, false)
            : new BoardRow(system, null, null, null, 0, false))]);
    }

    private static List<BoardRow> Rank(IReadOnlyList<BoardRow> rows)
    {
        var board = new List<BoardRow>();
        foreach (var row in rows.OrderByDescending(row => row.Score ?? double.NegativeInfinity))
        {
            bool tie = board is [.., { Score: not null } above] && row.Score is not null && above.Low <= row.High && row.Low <= above.High;
            bool shares = tie || (row.Score is null && board is [.., { Score: null }]);
            board.Add(row with { Rank = shares ? board[^1].Rank : board.Count + 1, Tie = tie });
        }

        return board;
    }
}
