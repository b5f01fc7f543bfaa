namespace Audire.Metrics.Statistics;

/// <summary>How far apart two ratings are.</summary>
public enum KappaWeights
{
    /// <summary>Equal or not.</summary>
    None,

    /// <summary>By the number of steps.</summary>
    Linear,

    /// <summary>By the square of the number of steps.</summary>
    Quadratic,
}

/// <summary>How much two raters agree beyond chance.</summary>
/// <param name="Kappa">1 for perfect agreement, 0 for chance; NaN where only one category occurs.</param>
/// <param name="StandardError">Of κ (Fleiss, Cohen and Everitt 1969); NaN where undefined.</param>
/// <param name="ZNull">κ over its standard error if agreement were chance.</param>
/// <param name="Interval">κ with its normal interval.</param>
/// <param name="Exact">Share of equal ratings.</param>
/// <param name="WithinOne">Share of ratings at most one step apart.</param>
public sealed record CohenKappa(double Kappa, double StandardError, double ZNull, Estimate Interval, double Exact, double WithinOne)
{
    /// <summary>κ of a table of counts.</summary>
    /// <param name="table">[ratings of the first, ratings of the second], square, categories in order.</param>
    /// <param name="weights">Default none (Cohen 1960); the others for ordered categories (Cohen 1968).</param>
    /// <param name="level">Level of the interval. Default 0.95.</param>
    /// <returns>Null where the table is empty.</returns>
    public static CohenKappa? Of(long[,] table, KappaWeights weights = KappaWeights.None, double level = Estimate.DefaultLevel)
    {
        int k = table.GetLength(0);
        if (table.GetLength(1) != k) throw new ArgumentException($"The table must be square, not {k} × {table.GetLength(1)}.", nameof(table));
        Estimate.CheckLevel(level);
        double n = table.Cast<long>().Sum();
        if (n == 0) return null;

        double[] rows = new double[k], columns = new double[k];
        double observed = 0, exact = 0, near = 0;
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                double share = table[i, j] / n;
                rows[i] += share;
                columns[j] += share;
                observed += share * Weight(i, j);
                if (i == j) exact += share;
                if (Math.Abs(i - j) <= 1) near += share;
            }

        double[] rowWeights = new double[k], columnWeights = new double[k]; // mean agreement a rating can expect
        double expected = 0;
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                rowWeights[i] += Weight(i, j) * columns[j];
                columnWeights[j] += Weight(i, j) * rows[i];
                expected += rows[i] * columns[j] * Weight(i, j);
            }

        double kappa = expected >= 1 ? double.NaN : (observed - expected) / (1 - expected);
        double spread = 0, nullSpread = 0;
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                double mean = rowWeights[i] + columnWeights[j], w = Weight(i, j);
                spread += table[i, j] / n * Square(w - mean * (1 - kappa));
                nullSpread += rows[i] * columns[j] * Square(w - mean);
            }
        double scale = (1 - expected) * Math.Sqrt(n);
        double error = Math.Sqrt(Math.Max(0, spread - Square(kappa - expected * (1 - kappa)))) / scale;
        double nullError = Math.Sqrt(nullSpread - expected * expected) / scale;
        double half = NormalDistribution.Critical(level) * error;
        return new(kappa, error, kappa / nullError, new(kappa, (long)n, kappa - half, kappa + half, "kappa-normal", level), exact, near);

        double Weight(int i, int j) => weights switch
        {
            KappaWeights.None => i == j ? 1 : 0,
            KappaWeights.Linear => k == 1 ? 1 : 1 - Math.Abs(i - j) / (k - 1.0),
            _ => k == 1 ? 1 : 1 - Square((i - j) / (k - 1.0)),
        };
    }

    private static double Square(double x) => x * x;
}
