using MathNet.Numerics;

namespace Audire.Metrics.Statistics;

/// <summary>How large a difference is, apart from how sure one can be of it. Positive where the first sample lies higher.</summary>
public static class EffectSizes
{
    /// <summary>Cohen's d: the difference of means in pooled standard deviations. NaN below two values in a group.</summary>
    public static double CohenD(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        double pooled = (Descriptive.SumOfSquares(a) + Descriptive.SumOfSquares(b)) / (a.Count + b.Count - 2);
        return a.Count < 2 || b.Count < 2 ? double.NaN : MeanDifference(a, b) / Math.Sqrt(pooled);
    }

    /// <summary>Hedges' g: d without its bias in small samples, by the exact factor (Hedges 1981).</summary>
    public static double HedgesG(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        double degrees = a.Count + b.Count - 2;
        double logFactor = SpecialFunctions.GammaLn(degrees / 2) - 0.5 * Math.Log(degrees / 2) - SpecialFunctions.GammaLn((degrees - 1) / 2);
        return CohenD(a, b) * Math.Exp(logFactor);
    }

    /// <summary>Hedges' g by the usual approximation 1 − 3 / (4ν − 1).</summary>
    public static double HedgesGApproximate(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b) =>
        CohenD(a, b) * (1 - 3 / (4.0 * (a.Count + b.Count - 2) - 1));

    /// <summary>Glass's Δ: the difference of means in standard deviations of the second sample, the control.</summary>
    public static double GlassDelta(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b) =>
        MeanDifference(a, b) / Descriptive.StandardDeviation(b);

    /// <summary>The difference of means in root mean variances: both groups weigh the same, whatever their sizes.</summary>
    public static double AverageVarianceD(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b) =>
        MeanDifference(a, b) / Math.Sqrt((Descriptive.Variance(a) + Descriptive.Variance(b)) / 2);

    /// <summary>Cliff's δ: the share of pairs in which the first is larger, less that in which it is smaller; −1 to 1.</summary>
    public static double CliffDelta(IReadOnlyList<double> a, IReadOnlyList<double> b) => 2 * VarghaDelaneyA(a, b) - 1;

    /// <summary>Vargha and Delaney's A: how likely a value of the first sample is the larger one, ties half; 0 to 1.</summary>
    public static double VarghaDelaneyA(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        if (a.Count == 0 || b.Count == 0) return double.NaN;
        double n = a.Count, wins = Ranks.Of([.. a, .. b]).Take(a.Count).Sum() - n * (n + 1) / 2;
        return wins / (n * b.Count);
    }

    /// <summary>d_z of paired samples: the mean difference in standard deviations of the differences.</summary>
    public static double PairedDz(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        double[] differences = Descriptive.Differences(a, b);
        return Descriptive.Mean(differences) / Descriptive.StandardDeviation(differences);
    }

    /// <summary>d_av of paired samples: the mean difference in mean standard deviations of the two samples (Cumming 2012).</summary>
    public static double PairedDav(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        Descriptive.CheckPaired(a, b);
        return MeanDifference(a, b) / ((Descriptive.StandardDeviation(a) + Descriptive.StandardDeviation(b)) / 2);
    }

    /// <summary>Cohen's h: the difference of two proportions on the arcsine scale, on which its variance is the same everywhere.</summary>
    public static double CohenH(double p1, double p2) => 2 * Math.Asin(Math.Sqrt(p1)) - 2 * Math.Asin(Math.Sqrt(p2));

    /// <summary>The odds ratio of two proportions; null where a denominator is 0.</summary>
    public static double? OddsRatio(double p1, double p2) => p1 == 1 || p2 == 0 ? null : p1 / (1 - p1) / (p2 / (1 - p2));

    private static double MeanDifference(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b) => Descriptive.Mean(a) - Descriptive.Mean(b);
}
