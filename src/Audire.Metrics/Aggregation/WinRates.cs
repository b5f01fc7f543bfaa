using Audire.Metrics.Statistics;

namespace Audire.Metrics.Aggregation;

/// <summary>How often systems beat each other over the columns of a board.</summary>
/// <remarks>
/// Within a column a system's win rate is the share of the other systems with a value that it beats, ties half. Columns without a
/// direction, or with fewer than two values, do not count. Win rates depend on who else is on the board.
/// </remarks>
public static class WinRates
{
    /// <summary>Mean over columns of each system's win rate; null where a system has none.</summary>
    /// <param name="scores">[systems][columns]; null where a value is missing.</param>
    /// <param name="lowerIsBetter">Direction of each column; null where it has none.</param>
    public static double?[] Mean(IReadOnlyList<IReadOnlyList<double?>> scores, IReadOnlyList<bool?> lowerIsBetter) =>
        [.. ByColumn(scores, lowerIsBetter).Select(rates => Rates(rates) is { Length: > 0 } values ? values.Average() : (double?)null)];

    /// <summary>Median over columns of each system's win rate; null where a system has none.</summary>
    /// <inheritdoc cref="Mean"/>
    public static double?[] Median(IReadOnlyList<IReadOnlyList<double?>> scores, IReadOnlyList<bool?> lowerIsBetter) =>
        [.. ByColumn(scores, lowerIsBetter).Select(rates => Rates(rates) is { Length: > 0 } values ? Descriptive.Median(values) : (double?)null)];

    /// <summary>Win rates of each system in each column; null where the system or the column has none.</summary>
    /// <inheritdoc cref="Mean"/>
    public static double?[][] ByColumn(IReadOnlyList<IReadOnlyList<double?>> scores, IReadOnlyList<bool?> lowerIsBetter)
    {
        double?[][] rates = [.. scores.Select(row =>
        {
            if (row.Count != lowerIsBetter.Count) throw new ArgumentException($"A row has {row.Count} values for {lowerIsBetter.Count} columns.", nameof(scores));
            return new double?[row.Count];
        })];
        for (int column = 0; column < lowerIsBetter.Count; column++)
        {
            if (lowerIsBetter[column] is not { } lower) continue;
            double[] values = [.. scores.Select(row => row[column]).OfType<double>()];
            if (values.Length < 2) continue;
            for (int system = 0; system < rates.Length; system++)
            {
                if (scores[system][column] is not { } own) continue;
                int beaten = values.Count(other => lower ? own < other : own > other), equal = values.Count(other => other == own) - 1;
                rates[system][column] = (beaten + 0.5 * equal) / (values.Length - 1);
            }
        }
        return rates;
    }

    private static double[] Rates(double?[] rates) => [.. rates.OfType<double>()];
}
