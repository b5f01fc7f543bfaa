namespace Audire.Metrics.Randomness;

/// <summary>Weighted draws, as both numpy generators make them.</summary>
internal static class Weighted
{
    /// <summary>Draws indices with replacement: where a uniform number falls among the running sums.</summary>
    public static int[] Choose(ReadOnlySpan<double> weights, int count, Func<double> uniform)
    {
        if (weights.IsEmpty) throw new ArgumentException("There must be something to choose from.", nameof(weights));
        var sums = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = sum += weights[i];
        if (!(sum > 0) || double.IsInfinity(sum)) throw new ArgumentException("Weights must add up to a positive number.", nameof(weights));
        for (int i = 0; i < sums.Length; i++) sums[i] /= sum;

        var drawn = new int[count];
        for (int i = 0; i < count; i++) drawn[i] = FirstAbove(sums, uniform());
        return drawn;
    }

    private static int FirstAbove(double[] sums, double value)
    {
        int low = 0, high = sums.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (value < sums[middle]) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}
