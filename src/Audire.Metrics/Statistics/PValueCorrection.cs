namespace Audire.Metrics.Statistics;

/// <summary>How p-values are corrected for being many.</summary>
public enum CorrectionMethod
{
    /// <summary>p·m. Holds whatever the dependence; dominated by Holm.</summary>
    Bonferroni,

    /// <summary>1 − (1 − p)^m, for independent tests.</summary>
    Sidak,

    /// <summary>Holm 1979: step-down Bonferroni. Holds whatever the dependence.</summary>
    Holm,

    /// <summary>Step-down Šidák.</summary>
    HolmSidak,

    /// <summary>Hochberg 1988: step-up, for independent or positively dependent tests.</summary>
    Hochberg,

    /// <summary>Hommel 1988: as Hochberg, a little stronger.</summary>
    Hommel,

    /// <summary>Benjamini and Hochberg 1995: bounds the share of false discoveries.</summary>
    BenjaminiHochberg,

    /// <summary>Benjamini and Yekutieli 2001: as Benjamini–Hochberg, whatever the dependence.</summary>
    BenjaminiYekutieli,
}

/// <summary>Correction of p-values for multiple comparisons.</summary>
public static class PValueCorrection
{
    /// <summary>Adjusted p-values in the order given, each 0 to 1: compare them with the level instead of the raw ones.</summary>
    /// <param name="pValues">Each 0 to 1; leave out what was not testable.</param>
    /// <param name="method">The correction.</param>
    /// <exception cref="ArgumentException">A value is no probability.</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues, CorrectionMethod method)
    {
        if (pValues.FirstOrDefault(p => !(p >= 0 && p <= 1), 0) is var bad && bad != 0)
            throw new ArgumentException($"{bad} is no p-value: leave tests out that gave none.", nameof(pValues));
        int m = pValues.Count;
        int[] order = [.. Enumerable.Range(0, m).OrderBy(i => pValues[i])];
        double[] sorted = [.. order.Select(i => pValues[i])];
        double[] adjusted = method switch
        {
            CorrectionMethod.Bonferroni => Each(sorted, (p, _) => p * m),
            CorrectionMethod.Sidak => Each(sorted, (p, _) => AtLeastOne(p, m)),
            CorrectionMethod.Holm => Rising(Each(sorted, (p, i) => p * (m - i))),
            CorrectionMethod.HolmSidak => Rising(Each(sorted, (p, i) => AtLeastOne(p, m - i))),
            CorrectionMethod.Hochberg => Falling(Each(sorted, (p, i) => p * (m - i))),
            CorrectionMethod.Hommel => Hommel(sorted),
            CorrectionMethod.BenjaminiHochberg => Falling(Each(sorted, (p, i) => p * m / (i + 1))),
            _ => Falling(Each(sorted, (p, i) => p * m / (i + 1) * Enumerable.Range(1, m).Sum(k => 1.0 / k))),
        };
        var result = new double[m];
        for (int i = 0; i < m; i++) result[order[i]] = Math.Min(1, adjusted[i]);
        return result;
    }

    private static double[] Each(double[] sorted, Func<double, int, double> rule) => [.. sorted.Select(rule)];

    // The chance that one of n tests reaches p.
    private static double AtLeastOne(double p, int n) => p == 1 ? 1 : -Math.Exp(n * IncompleteBeta.LogOnePlus(-p)) + 1;

    private static double[] Rising(double[] values)
    {
        for (int i = 1; i < values.Length; i++) values[i] = Math.Max(values[i], values[i - 1]);
        return values;
    }

    private static double[] Falling(double[] values)
    {
        for (int i = values.Length - 2; i >= 0; i--) values[i] = Math.Min(values[i], values[i + 1]);
        return values;
    }

    // Wright 1992: the largest Simes bound over all sizes of the set of true hypotheses.
    private static double[] Hommel(double[] sorted)
    {
        int n = sorted.Length;
        double[] adjusted = [.. sorted];
        for (int m = n; m > 1; m--)
        {
            double bound = double.PositiveInfinity;
            for (int i = 1; i <= m; i++) bound = Math.Min(bound, m * sorted[n - m + i - 1] / i);
            for (int i = 0; i < n; i++)
                adjusted[i] = Math.Max(adjusted[i], i >= n - m ? bound : Math.Min(m * sorted[i], bound));
        }
        return adjusted;
    }
}
