namespace Audire.Metrics.Statistics;

/// <summary>A correlation coefficient with its test.</summary>
/// <param name="Coefficient">−1 to 1; NaN where a variable is constant.</param>
/// <param name="PValue">Two-sided p of no correlation; NaN where there is none.</param>
/// <param name="Method">Which coefficient.</param>
public sealed record CorrelationResult(double Coefficient, double PValue, string Method);

/// <summary>A line fitted by least squares.</summary>
/// <param name="Slope">Rise per unit.</param>
/// <param name="Intercept">Value at 0.</param>
/// <param name="SlopeError">Standard error of the slope.</param>
public sealed record LinearFit(double Slope, double Intercept, double SlopeError);

/// <summary>How two variables move together. NaN in, NaN out; samples of different length are refused.</summary>
public static class Correlation
{
    /// <summary>Pearson's r. Two pairs always lie on a line: p is 1.</summary>
    public static CorrelationResult Pearson(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double r = Product(x, y);
        double p = x.Count == 2 && !double.IsNaN(r) ? 1 : CoefficientPValue(r, x.Count);
        return new(r, p, "pearson");
    }

    /// <summary>Pearson's r with Fisher's interval (1921); bounds are NaN below four pairs.</summary>
    public static Estimate PearsonInterval(IReadOnlyList<double> x, IReadOnlyList<double> y, double level = Estimate.DefaultLevel)
    {
        Estimate.CheckLevel(level);
        double r = Product(x, y), centre = Math.Atanh(r);
        double half = x.Count < 4 ? double.NaN : NormalDistribution.Critical(level) / Math.Sqrt(x.Count - 3);
        return new(r, x.Count, Math.Tanh(centre - half), Math.Tanh(centre + half), "fisher-z", level);
    }

    /// <summary>Spearman's ρ: Pearson's r of the ranks.</summary>
    public static CorrelationResult Spearman(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Descriptive.CheckPaired(x, y);
        double r = Product(Ranks.Of(x), Ranks.Of(y));
        return new(r, CoefficientPValue(r, x.Count), "spearman");
    }

    /// <summary>The least squares line; slope NaN where x is constant.</summary>
    public static LinearFit Fit(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Descriptive.CheckPaired(x, y);
        double r = Product(x, y), xx = Descriptive.SumOfSquares(x), yy = Descriptive.SumOfSquares(y);
        double slope = CrossProduct(x, y) / xx;
        double error = x.Count == 2 ? 0 : Math.Sqrt((1 - r * r) * yy / xx / (x.Count - 2));
        return new(slope, Descriptive.Mean(y) - slope * Descriptive.Mean(x), error);
    }

    private static double Product(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Descriptive.CheckPaired(x, y);
        if (x.Count < 2) return double.NaN;
        double r = CrossProduct(x, y) / Math.Sqrt(Descriptive.SumOfSquares(x) * Descriptive.SumOfSquares(y));
        return double.IsNaN(r) ? r : Math.Clamp(r, -1, 1);
    }

    private static double CrossProduct(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = Descriptive.Mean(x), meanY = Descriptive.Mean(y), sum = 0;
        for (int i = 0; i < x.Count; i++) sum += (x[i] - meanX) * (y[i] - meanY);
        return sum;
    }

    private static double CoefficientPValue(double r, int n)
    {
        double degrees = n - 2, t = r * Math.Sqrt(degrees / ((1 + r) * (1 - r)));
        return degrees <= 0 ? double.NaN : StudentDistribution.PValue(t, degrees, Alternative.TwoSided);
    }
}
