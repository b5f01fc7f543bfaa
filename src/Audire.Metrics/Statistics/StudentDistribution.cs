namespace Audire.Metrics.Statistics;

/// <summary>Student's t distribution, for any positive number of degrees of freedom.</summary>
internal static class StudentDistribution
{
    // From here on the beta function's argument is so close to 1 that a double no longer resolves it, and expansions are exact.
    private const double ManyDegrees = 1e5;

    /// <summary>P(T > t).</summary>
    public static double Survival(double t, double degrees) => Cdf(-t, degrees);

    /// <summary>P(T ≤ t).</summary>
    public static double Cdf(double t, double degrees)
    {
        if (double.IsNaN(t) || !(degrees > 0)) return double.NaN;
        if (double.IsInfinity(t)) return t > 0 ? 1 : 0;
        if (degrees >= ManyDegrees) return NormalDistribution.Cdf(EquivalentNormal(t, degrees));
        double square = t * t, whole = degrees + square;
        if (square < degrees) // near the middle: the half probability plus what lies between 0 and t
            return 0.5 + Math.Sign(t) * 0.5 * IncompleteBeta.Regularized(0.5, degrees / 2, square / whole, degrees / whole);
        double tail = 0.5 * IncompleteBeta.Regularized(degrees / 2, 0.5, degrees / whole, square / whole);
        return t > 0 ? 1 - tail : tail;
    }

    /// <summary>The p-value of a t statistic.</summary>
    public static double PValue(double t, double degrees, Alternative alternative)
    {
        if (double.IsNaN(t) || !(degrees > 0)) return double.NaN;
        if (alternative != Alternative.TwoSided) return Tail(alternative == Alternative.Less ? t : -t, degrees);
        return Math.Min(1, 2 * Tail(-Math.Abs(t), degrees));
    }

    /// <summary>The t at which P(T ≤ t) = p.</summary>
    public static double Quantile(double p, double degrees)
    {
        if (!(p >= 0 && p <= 1) || !(degrees > 0)) return double.NaN;
        if (p == 0.5) return 0;
        if (degrees >= ManyDegrees) return Expand(NormalDistribution.Quantile(p), degrees);
        double logit = IncompleteBeta.InverseLogit(degrees / 2, 0.5, 2 * Math.Min(p, 1 - p));
        double t = Math.Sqrt(degrees) * Math.Exp(-logit / 2); // x = ν / (ν + t²)
        return p < 0.5 ? -t : t;
    }

    /// <summary>The t that a two-sided interval of a level reaches to both sides.</summary>
    public static double Critical(double level, double degrees) => -Quantile((1 - level) / 2, degrees);

    // The normal deviate with the same tail (Hill 1970, algorithm 395).
    private static double EquivalentNormal(double t, double degrees)
    {
        double a = degrees - 0.5, b = 48 * a * a, u = a * IncompleteBeta.LogOnePlus(t * t / degrees);
        double correction = (u + 3) / b - (((4 * u + 33) * u + 240) * u + 855) / (10 * b * (b + 0.8 * u * u + 100));
        return Math.Sign(t) * Math.Sqrt(u) * (1 + correction);
    }

    // Cornish and Fisher's expansion of the quantile by powers of 1 / ν (Abramowitz and Stegun 26.7.5).
    private static double Expand(double z, double degrees)
    {
        if (double.IsInfinity(z)) return z;
        double s = z * z, r = 1 / degrees;
        double g1 = (s + 1) / 4, g2 = ((5 * s + 16) * s + 3) / 96, g3 = (((3 * s + 19) * s + 17) * s - 15) / 384;
        double g4 = ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160;
        return z * (1 + r * (g1 + r * (g2 + r * (g3 + r * g4))));
    }

    // P(T ≤ t) with all digits also far out on the left.
    private static double Tail(double t, double degrees)
    {
        if (t > 0 || degrees >= ManyDegrees) return Cdf(t, degrees);
        if (double.IsInfinity(t)) return 0;
        double square = t * t, whole = degrees + square;
        return 0.5 * IncompleteBeta.Regularized(degrees / 2, 0.5, degrees / whole, square / whole);
    }
}
