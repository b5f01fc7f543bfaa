namespace Audire.Metrics.Statistics;

/// <summary>Student's t tests. NaN in, NaN out; two constant, equal samples are not testable (p is NaN).</summary>
/// <remarks>AHELM's fairness tables have Student's degrees of freedom (<see cref="Independent"/>), though its text writes Welch's formula.</remarks>
public static class StudentTests
{
    /// <summary>Two independent samples of equal variance (Student 1908); works with a single value in one of them.</summary>
    public static TestOutcome Independent(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b, Alternative alternative = Alternative.TwoSided)
    {
        if (Unusable(a) || Unusable(b)) return Undefined("student");
        double degrees = a.Count + b.Count - 2;
        double pooled = (Descriptive.SumOfSquares(a) + Descriptive.SumOfSquares(b)) / degrees;
        double error = Math.Sqrt(pooled * (1.0 / a.Count + 1.0 / b.Count));
        return Result(Descriptive.Mean(a) - Descriptive.Mean(b), error, degrees, "student", alternative);
    }

    /// <summary>Two independent samples of any variances (Welch 1947); needs two values in each.</summary>
    public static TestOutcome Welch(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b, Alternative alternative = Alternative.TwoSided)
    {
        if (Unusable(a) || Unusable(b)) return Undefined("welch");
        return Result(Descriptive.Mean(a) - Descriptive.Mean(b), WelchError(a, b), WelchDegrees(a, b), "welch", alternative);
    }

    /// <summary>The difference of two means (first minus second) with Welch's interval.</summary>
    public static Estimate Difference(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b, double level = Estimate.DefaultLevel)
    {
        Estimate.CheckLevel(level);
        double difference = Descriptive.Mean(a) - Descriptive.Mean(b), degrees = WelchDegrees(a, b);
        double half = StudentDistribution.Critical(level, degrees) * WelchError(a, b);
        return new(difference, a.Count + b.Count, difference - half, difference + half, "welch-t", level);
    }

    /// <summary>Paired samples: whether their differences (first minus second) have mean 0.</summary>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    public static TestOutcome Paired(IReadOnlyList<double> a, IReadOnlyList<double> b, Alternative alternative = Alternative.TwoSided) =>
        OneSample(Descriptive.Differences(a, b), 0, alternative) with { Method = "paired-t" };

    /// <summary>One sample: whether its mean is a given value.</summary>
    public static TestOutcome OneSample(IReadOnlyCollection<double> values, double mean = 0, Alternative alternative = Alternative.TwoSided)
    {
        if (Unusable(values)) return Undefined("one-sample-t");
        return Result(Descriptive.Mean(values) - mean, Descriptive.StandardError(values), values.Count - 1, "one-sample-t", alternative);
    }

    private static TestOutcome Result(double difference, double error, double degrees, string method, Alternative alternative)
    {
        double t = difference / error; // 0/0 is NaN, x/0 is ±∞
        return new(t, StudentDistribution.PValue(t, degrees, alternative), method, degrees);
    }

    private static double WelchError(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b) =>
        Math.Sqrt(Descriptive.Variance(a) / a.Count + Descriptive.Variance(b) / b.Count);

    private static double WelchDegrees(IReadOnlyCollection<double> a, IReadOnlyCollection<double> b)
    {
        double va = Descriptive.Variance(a) / a.Count, vb = Descriptive.Variance(b) / b.Count;
        double degrees = (va + vb) * (va + vb) / (va * va / (a.Count - 1) + vb * vb / (b.Count - 1));
        return double.IsNaN(degrees) ? 1 : degrees; // both constant: any value does, the statistic decides
    }

    private static bool Unusable(IReadOnlyCollection<double> values) => values.Count == 0 || Descriptive.HasNaN(values);

    private static TestOutcome Undefined(string method) => new(double.NaN, double.NaN, method, double.NaN);
}
