namespace Audire.Metrics.Statistics;

/// <summary>Two systems compared on the same items.</summary>
/// <param name="Difference">Mean of first minus second with a bootstrap interval over clusters.</param>
/// <param name="PermutationPValue">Two-sided p of a sign-flip test over clusters.</param>
/// <param name="Wins">Items on which the first scores higher.</param>
/// <param name="Losses">Items on which the second scores higher.</param>
/// <param name="Ties">Items on which both score alike.</param>
/// <remarks>Items of one speaker or clip are flipped and drawn together, else the comparison would be surer than the data are.</remarks>
public sealed record PairedComparison(Estimate Difference, double PermutationPValue, int Wins, int Losses, int Ties)
{
    /// <summary>Compares paired scores.</summary>
    /// <param name="first">Scores of the first system.</param>
    /// <param name="second">Scores of the second system on the same items.</param>
    /// <param name="clusters">Key of each item (speaker, clip); null where items are independent.</param>
    /// <param name="options">How to resample; the seed serves both the interval and the test.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static PairedComparison Of(
        IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<string>? clusters = null, BootstrapOptions? options = null)
    {
        options ??= BootstrapOptions.Default;
        double[] differences = Descriptive.Differences(first, second);
        RatioTerm[] terms = [.. differences.Select(d => new RatioTerm(d, 1))];
        var difference = clusters is null ? Bootstrap.Ratio(terms, options) : Bootstrap.ClusteredRatio(terms, clusters, options);

        double[] sums = clusters is null ? differences
            : [.. differences.Zip(clusters).GroupBy(pair => pair.Second).Select(group => group.Sum(pair => pair.First))];
        return new(difference, PermutationTests.SignFlip(sums, options.Resamples, options.Seed).PValue,
            differences.Count(d => d > 0), differences.Count(d => d < 0), differences.Count(d => d == 0));
    }
}
