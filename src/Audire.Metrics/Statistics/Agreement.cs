namespace Audire.Metrics.Statistics;

/// <summary>How a scale measures the distance of two ratings.</summary>
public enum MeasurementLevel
{
    /// <summary>Equal or not.</summary>
    Nominal,

    /// <summary>By rank.</summary>
    Ordinal,

    /// <summary>By difference.</summary>
    Interval,

    /// <summary>By difference relative to size.</summary>
    Ratio,
}

/// <summary>How much many raters agree beyond chance: 1 is perfect, 0 is chance, NaN undefined (one category only).</summary>
public static class Agreement
{
    /// <summary>Fleiss' κ (1971).</summary>
    /// <param name="counts">How many raters gave each item each category, [items, categories]; every item by the same number of raters.</param>
    public static double FleissKappa(int[,] counts)
    {
        var (observed, shares) = ItemAgreement(counts);
        return Beyond(observed, shares.Sum(p => p * p));
    }

    /// <summary>Randolph's free-marginal κ (2005): chance is one over the number of categories.</summary>
    public static double RandolphKappa(int[,] counts) => Beyond(ItemAgreement(counts).Observed, 1.0 / counts.GetLength(1));

    /// <summary>Krippendorff's α (1970, 2011), for any number of raters, with gaps.</summary>
    /// <param name="ratings">One row a rater, one column an item; NaN where a rating is missing.</param>
    /// <param name="level">How far apart two ratings are.</param>
    /// <returns>α; null where no item has two ratings or all ratings are one value.</returns>
    public static double? KrippendorffAlpha(double[][] ratings, MeasurementLevel level)
    {
        int items = ratings.Length == 0 ? 0 : ratings.Max(row => row.Length);
        double[][] units = [.. Enumerable.Range(0, items)
            .Select(i => ratings.Where(row => i < row.Length && !double.IsNaN(row[i])).Select(row => row[i]).ToArray()).Where(unit => unit.Length > 1)];
        double[] values = [.. ratings.SelectMany(row => row).Where(v => !double.IsNaN(v)).Distinct().Order()];
        if (units.Length == 0 || values.Length < 2) return null;

        // Coincidences: each pair within an item, weighted so that an item counts once a rating.
        int k = values.Length;
        var coincidences = new double[k, k];
        foreach (double[] unit in units)
            for (int a = 0; a < unit.Length; a++)
                for (int b = 0; b < unit.Length; b++)
                    if (a != b) coincidences[Array.BinarySearch(values, unit[a]), Array.BinarySearch(values, unit[b])] += 1.0 / (unit.Length - 1);
        double[] totals = [.. Enumerable.Range(0, k).Select(i => Enumerable.Range(0, k).Sum(j => coincidences[i, j]))];
        double n = totals.Sum(), observed = 0, expected = 0;
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
            {
                double distance = Distance(values, totals, i, j, level);
                observed += coincidences[i, j] * distance;
                expected += totals[i] * totals[j] * distance;
            }
        return expected == 0 ? null : 1 - (n - 1) * observed / expected;
    }

    private static double Distance(double[] values, double[] totals, int i, int j, MeasurementLevel level)
    {
        if (i == j) return 0;
        double root = level switch
        {
            MeasurementLevel.Nominal => 1,
            MeasurementLevel.Ordinal => Between(totals, Math.Min(i, j), Math.Max(i, j)),
            MeasurementLevel.Interval => values[i] - values[j],
            _ => values[i] + values[j] == 0 ? 0 : (values[i] - values[j]) / (values[i] + values[j]),
        };
        return root * root;
    }

    private static double Between(double[] totals, int low, int high)
    {
        double sum = -(totals[low] + totals[high]) / 2;
        for (int i = low; i <= high; i++) sum += totals[i];
        return sum;
    }

    private static (double Observed, double[] Shares) ItemAgreement(int[,] counts)
    {
        int items = counts.GetLength(0), categories = counts.GetLength(1);
        var shares = new double[categories];
        double observed = 0;
        int raters = 0;
        for (int j = 0; items > 0 && j < categories; j++) raters += counts[0, j];
        for (int i = 0; i < items; i++)
        {
            double squares = 0, sum = 0;
            for (int j = 0; j < categories; j++)
            {
                squares += (double)counts[i, j] * counts[i, j];
                sum += counts[i, j];
                shares[j] += counts[i, j] / ((double)items * raters);
            }
            if (sum != raters) throw new ArgumentException($"Item {i} has {sum} ratings where the first has {raters}.", nameof(counts));
            observed += (squares - raters) / ((double)raters * (raters - 1)) / items;
        }
        return (observed, shares);
    }

    // 1 - expected is compared with rounding in mind: one shared category sums to 1 only almost.
    private static double Beyond(double observed, double expected) => Math.Abs(1 - expected) < 1e-15 ? double.NaN : (observed - expected) / (1 - expected);
}
