using MathNet.Numerics;

namespace Audire.Metrics.Statistics;

/// <summary>The χ² distribution.</summary>
internal static class ChiSquaredDistribution
{
    /// <summary>P(X ≤ x).</summary>
    public static double Cdf(double x, double degrees) => Undefined(x, degrees) ? double.NaN : x <= 0 ? 0 : double.IsPositiveInfinity(x) ? 1
        : SpecialFunctions.GammaLowerRegularized(degrees / 2, x / 2);

    /// <summary>P(X > x).</summary>
    public static double Survival(double x, double degrees) => Undefined(x, degrees) ? double.NaN : x <= 0 ? 1 : double.IsPositiveInfinity(x) ? 0
        : SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);

    /// <summary>The x at which P(X ≤ x) = p.</summary>
    public static double Quantile(double p, double degrees) => MathNet.Numerics.Distributions.ChiSquared.InvCDF(degrees, p);

    private static bool Undefined(double x, double degrees) => double.IsNaN(x) || !(degrees > 0);
}

/// <summary>Fisher and Snedecor's F distribution.</summary>
internal static class FisherDistribution
{
    /// <summary>P(F > f).</summary>
    public static double Survival(double f, double numerator, double denominator)
    {
        if (double.IsNaN(f) || !(numerator > 0) || !(denominator > 0)) return double.NaN;
        if (f <= 0) return 1;
        if (double.IsInfinity(f)) return 0;
        double whole = denominator + numerator * f;
        return IncompleteBeta.Regularized(denominator / 2, numerator / 2, denominator / whole, numerator * f / whole);
    }
}

/// <summary>The binomial distribution.</summary>
internal static class BinomialDistribution
{
    /// <summary>P(K = k).</summary>
    public static double Mass(long k, long n, double p)
    {
        if (k < 0 || k > n) return 0;
        if (p is 0 or 1) return k == (p == 0 ? 0 : n) ? 1 : 0;
        double logChoose = -Math.Log(n + 1.0) - IncompleteBeta.LogBeta(k + 1, n - k + 1);
        return Math.Exp(logChoose + k * Math.Log(p) + (n - k) * IncompleteBeta.LogOnePlus(-p));
    }

    /// <summary>P(K ≤ k).</summary>
    public static double Cdf(long k, long n, double p) => k < 0 ? 0 : k >= n ? 1 : IncompleteBeta.Regularized(n - k, k + 1, 1 - p, p);

    /// <summary>The exact two-sided p-value: all outcomes that are no likelier than the observed one.</summary>
    public static double TwoSidedPValue(long k, long n, double p)
    {
        double limit = Mass(k, n, p) * (1 + 1e-7), sum = 0;
        for (long i = 0; i <= n; i++)
        {
            double mass = Mass(i, n, p);
            if (mass <= limit) sum += mass;
        }
        return Math.Min(1, sum);
    }
}
