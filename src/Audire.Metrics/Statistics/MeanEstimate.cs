namespace Audire.Metrics.Statistics;

/// <summary>Means with Student's t interval.</summary>
public static class MeanEstimate
{
    /// <summary>The mean of independent values with its t interval.</summary>
    /// <param name="values">One value for each independent item.</param>
    /// <param name="level">Default 0.95.</param>
    /// <returns>Bounds are NaN below two values. Bounded metrics with few or one-sided values are better served by <see cref="Bootstrap"/>.</returns>
    public static Estimate Of(IReadOnlyCollection<double> values, double level = Estimate.DefaultLevel)
    {
        Estimate.CheckLevel(level);
        double mean = Descriptive.Mean(values);
        double half = values.Count < 2 ? double.NaN : StudentDistribution.Critical(level, values.Count - 1) * Descriptive.StandardError(values);
        return new(mean, values.Count, mean - half, mean + half, "student-t", level);
    }
}
