using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Audire.Metrics.Statistics;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    private static readonly double LogSqrtTwoPi = 0.5 * Math.Log(2 * Math.PI);

    /// <summary>P(Z ≤ z).</summary>
    public static double Cdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>P(Z > z).</summary>
    public static double Survival(double z) => Cdf(-z);

    /// <summary>The density at z.</summary>
    public static double Density(double z) => Math.Exp(-0.5 * z * z - LogSqrtTwoPi);

    /// <summary>ln P(Z > z), also where the probability itself is too small for a double.</summary>
    public static double LogSurvival(double z)
    {
        if (z < -1) return IncompleteBeta.LogOnePlus(-Cdf(z));
        if (z < 10) return Math.Log(Survival(z));
        double fraction = z; // Mills' ratio as a continued fraction: 1 / (z + 1 / (z + 2 / (z + 3 / …)))
        for (int k = 60; k >= 1; k--) fraction = z + k / fraction;
        return -0.5 * z * z - LogSqrtTwoPi - Math.Log(fraction);
    }

    /// <summary>The z at which P(Z ≤ z) = p.</summary>
    public static double Quantile(double p) => Normal.InvCDF(0, 1, p);

    /// <summary>The z that a two-sided interval of a level reaches to both sides.</summary>
    public static double Critical(double level) => -Quantile((1 - level) / 2);

    /// <summary>The p-value of a z statistic.</summary>
    public static double PValue(double z, Alternative alternative) => alternative switch
    {
        Alternative.Less => Cdf(z),
        Alternative.Greater => Survival(z),
        _ => double.IsNaN(z) ? double.NaN : Math.Min(1, 2 * Survival(Math.Abs(z))),
    };
}
