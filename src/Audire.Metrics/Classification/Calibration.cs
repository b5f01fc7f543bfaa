namespace Audire.Metrics.Classification;

/// <summary>How well stated confidences match how often answers are right. All 0 to 1; lower is better but for the selective ones.</summary>
public sealed record Calibration
{
    private readonly (double Confidence, bool Correct)[] _items;

    private Calibration((double Confidence, bool Correct)[] items) => _items = items;

    /// <summary>Takes confidences with whether the answers were right.</summary>
    /// <param name="confidences">Each 0 to 1.</param>
    /// <param name="correct">Whether each answer was right.</param>
    /// <exception cref="ArgumentException">Lengths differ, nothing is given, or a confidence is no probability.</exception>
    public static Calibration Of(IReadOnlyList<double> confidences, IReadOnlyList<bool> correct)
    {
        if (confidences.Count != correct.Count || correct.Count == 0)
            throw new ArgumentException($"As many confidences as answers are needed, at least one; there are {confidences.Count} and {correct.Count}.", nameof(correct));
        foreach (double confidence in confidences)
            if (!(confidence >= 0 && confidence <= 1)) throw new ArgumentException($"{confidence} is no confidence: it must lie between 0 and 1.", nameof(confidences));
        return new([.. confidences.Zip(correct)]);
    }

    /// <summary>Mean squared gap between confidence and outcome (Brier 1950).</summary>
    public double Brier => _items.Average(item => Math.Pow(item.Confidence - (item.Correct ? 1 : 0), 2));

    /// <summary>Accuracy among the most confident answers, averaged over how many are answered. Ties in confidence leave it to the order given.</summary>
    public double SelectiveAccuracyArea
    {
        get
        {
            double area = 0;
            int right = 0, answered = 0;
            foreach (var item in MostConfidentFirst())
            {
                if (item.Correct) right++;
                area += (double)right / ++answered;
            }
            return area / answered;
        }
    }

    /// <summary>Accuracy among the most confident share of answers, rounded up to whole ones.</summary>
    public double AccuracyOfTop(double share) =>
        MostConfidentFirst().Take((int)Math.Ceiling(share * _items.Length)).Average(item => item.Correct ? 1.0 : 0);

    /// <summary>Expected calibration error over bins of equal width (Naeini et al. 2015).</summary>
    /// <param name="bins">1 or more.</param>
    /// <param name="rightClosed">Whether a confidence on an edge belongs to the bin below it. Default true.</param>
    public double ExpectedError(int bins, bool rightClosed = true) => Gaps(EqualWidth(bins), rightClosed).Sum(bin => bin.Share * bin.Gap);

    /// <summary>Largest gap of any bin of equal width.</summary>
    public double MaximumError(int bins, bool rightClosed = true) => Gaps(EqualWidth(bins), rightClosed).Max(bin => bin.Gap);

    /// <summary>HELM's expected calibration error: bins of equal size, their edges midway between neighbours, duplicates merged, right-closed.</summary>
    public double ExpectedErrorEqualMass(int bins) => Gaps(EqualMass(bins), rightClosed: true).Sum(bin => bin.Share * bin.Gap);

    private IEnumerable<(double Confidence, bool Correct)> MostConfidentFirst() => _items.OrderByDescending(item => item.Confidence);

    // Upper edges.
    private static double[] EqualWidth(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return [.. Enumerable.Range(1, bins).Select(i => (double)i / bins)];
    }

    private double[] EqualMass(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] sorted = [.. _items.Select(item => item.Confidence).Order()];
        bins = Math.Min(bins, sorted.Length);
        var (size, larger) = Math.DivRem(sorted.Length, bins); // the first bins hold one more
        var edges = new SortedSet<double> { 1 };
        for (int i = 1, end = 0; i < bins; i++)
        {
            end += size + (i <= larger ? 1 : 0);
            edges.Add((sorted[end - 1] + sorted[end]) / 2);
        }
        return [.. edges];
    }

    private IEnumerable<(double Share, double Gap)> Gaps(double[] edges, bool rightClosed) =>
        _items.GroupBy(item => Bin(edges, item.Confidence, rightClosed)).Select(bin => (
            (double)bin.Count() / _items.Length,
            Math.Abs(bin.Average(item => item.Confidence) - bin.Average(item => item.Correct ? 1.0 : 0))));

    private static int Bin(double[] edges, double confidence, bool rightClosed)
    {
        int bin = 0;
        while (bin < edges.Length - 1 && (rightClosed ? edges[bin] < confidence : edges[bin] <= confidence)) bin++;
        return bin;
    }
}
