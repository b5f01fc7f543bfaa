namespace Audire.Metrics.Statistics;

/// <summary>Tests of counts: paired right and wrong answers, and tables of categories.</summary>
public static class CountTests
{
    /// <summary>McNemar's exact test (1947): whether two systems, right on different items of one set, are right equally often.</summary>
    /// <param name="onlyFirst">Items on which only the first is right.</param>
    /// <param name="onlySecond">Items on which only the second is right.</param>
    /// <returns>The smaller count and its p; p is 1 where no item tells the systems apart.</returns>
    public static TestOutcome McNemar(long onlyFirst, long onlySecond)
    {
        long smaller = Math.Min(onlyFirst, onlySecond);
        return new(smaller, Math.Min(1, 2 * BinomialDistribution.Cdf(smaller, onlyFirst + onlySecond, 0.5)), "mcnemar-exact");
    }

    /// <summary>McNemar's test with the mid-p of Fagerland, Lydersen and Laake 2013: less conservative than the exact one.</summary>
    public static TestOutcome McNemarMidP(long onlyFirst, long onlySecond)
    {
        long smaller = Math.Min(onlyFirst, onlySecond), n = onlyFirst + onlySecond;
        double p = 2 * BinomialDistribution.Cdf(smaller, n, 0.5) - BinomialDistribution.Mass(smaller, n, 0.5);
        return new(smaller, Math.Min(1, p), "mcnemar-mid-p");
    }

    /// <summary>McNemar's χ² test, with Edwards' continuity correction where asked; p is 1 where no item tells the systems apart.</summary>
    public static TestOutcome McNemarChiSquared(long onlyFirst, long onlySecond, bool continuityCorrection = false)
    {
        double n = onlyFirst + onlySecond, gap = Math.Abs(onlyFirst - onlySecond) - (continuityCorrection ? 1 : 0);
        string method = continuityCorrection ? "mcnemar-chi2-cc" : "mcnemar-chi2";
        return n == 0 ? new(0, 1, method, 1) : new(gap * gap / n, ChiSquaredDistribution.Survival(gap * gap / n, 1), method, 1);
    }

    /// <summary>Pearson's χ² test of independence, with Yates' correction for 2 × 2 tables where asked.</summary>
    /// <param name="table">Counts, [rows, columns].</param>
    /// <param name="yates">Default false. No effect on larger tables.</param>
    /// <returns>Not testable where a row or column is empty.</returns>
    public static TestOutcome ChiSquared(long[,] table, bool yates = false)
    {
        double correction = yates && table.Length == 4 ? 0.5 : 0;
        return Independence(table, yates ? "chi2-yates" : "chi2", (observed, expected) =>
        {
            double gap = Math.Abs(observed - expected);
            gap -= Math.Min(correction, gap);
            return gap * gap / expected;
        });
    }

    /// <summary>The likelihood ratio (G) test of independence. Not testable where a row or column is empty.</summary>
    public static TestOutcome LikelihoodRatio(long[,] table) =>
        Independence(table, "g-test", (observed, expected) => observed == 0 ? 0 : 2 * observed * Math.Log(observed / expected));

    /// <summary>Fisher's exact test of a 2 × 2 table; the statistic is the sample odds ratio.</summary>
    /// <returns>p is 1 where a row or column is empty, and the odds ratio NaN.</returns>
    public static TestOutcome FisherExact(long[,] table, Alternative alternative = Alternative.TwoSided)
    {
        if (table.GetLength(0) != 2 || table.GetLength(1) != 2)
            throw new ArgumentException($"Fisher's exact test takes a 2 × 2 table, not {table.GetLength(0)} × {table.GetLength(1)}.", nameof(table));
        long a = table[0, 0], b = table[0, 1], c = table[1, 0], d = table[1, 1];
        if (a + b == 0 || c + d == 0 || a + c == 0 || b + d == 0) return new(double.NaN, 1, "fisher-exact");

        long row = a + b, column = a + c, n = row + c + d;
        long low = Math.Max(0, row + column - n), high = Math.Min(row, column);
        double Mass(long k) => Math.Exp(LogChoose(column, k) + LogChoose(n - column, row - k) - LogChoose(n, row));
        double observed = Mass(a) * (1 + 1e-12), p = 0;
        for (long k = low; k <= high; k++)
        {
            double mass = Mass(k);
            if (alternative switch { Alternative.Less => k <= a, Alternative.Greater => k >= a, _ => mass <= observed }) p += mass;
        }
        return new((double)a * d / ((double)b * c), Math.Min(1, p), "fisher-exact");
    }

    private static TestOutcome Independence(long[,] table, string method, Func<double, double, double> term)
    {
        int rows = table.GetLength(0), columns = table.GetLength(1);
        double[] rowSums = new double[rows], columnSums = new double[columns];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
            {
                rowSums[i] += table[i, j];
                columnSums[j] += table[i, j];
            }
        double degrees = (rows - 1) * (columns - 1), statistic = 0, n = rowSums.Sum();
        if (rowSums.Contains(0) || columnSums.Contains(0)) return new(double.NaN, double.NaN, method, degrees);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) statistic += term(table[i, j], rowSums[i] * columnSums[j] / n);
        return new(statistic, degrees == 0 ? 1 : ChiSquaredDistribution.Survival(statistic, degrees), method, degrees);
    }

    private static double LogChoose(long n, long k) => -Math.Log(n + 1.0) - IncompleteBeta.LogBeta(k + 1, n - k + 1);
}
