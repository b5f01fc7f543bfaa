namespace Audire.Metrics.Classification;

/// <summary>How often each true label got each predicted one.</summary>
/// <remarks>Immutable; safe to share between threads. Labels are compared as they are: normalise first.</remarks>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;
    private readonly Dictionary<string, int> _index;

    private ConfusionMatrix(string[] labels, long[,] counts)
    {
        (Labels, _counts) = (labels, counts);
        _index = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i);
        for (int i = 0; i < labels.Length; i++)
            for (int j = 0; j < labels.Length; j++) Total += counts[i, j];
    }

    /// <summary>All labels that occur as truth or prediction, in ordinal order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Number of items.</summary>
    public long Total { get; }

    /// <summary>The labels that occur as truth, in ordinal order.</summary>
    public IReadOnlyList<string> GoldLabels => [.. Labels.Where((_, i) => RowSum(i) > 0)];

    /// <summary>How often a true label got a predicted one; 0 for labels that do not occur.</summary>
    public long this[string gold, string predicted] =>
        _index.TryGetValue(gold, out int i) && _index.TryGetValue(predicted, out int j) ? _counts[i, j] : 0;

    /// <summary>Share of right predictions; NaN of nothing.</summary>
    public double Accuracy => (double)Diagonal() / Total;

    /// <summary>Mean recall over the labels that occur as truth: accuracy if all were equally frequent.</summary>
    public double BalancedAccuracy => GoldLabels.Average(label => Score(label).Recall);

    /// <summary>Matthews' correlation coefficient for any number of classes (Gorodkin 2004), −1 to 1; 0 where one side is constant.</summary>
    public double MatthewsCorrelation
    {
        get
        {
            double cross = 0, gold = 0, predicted = 0, n = Total;
            for (int i = 0; i < Labels.Count; i++)
            {
                double row = RowSum(i), column = ColumnSum(i);
                cross += row * column;
                gold += row * row;
                predicted += column * column;
            }
            double scale = Math.Sqrt((n * n - predicted) * (n * n - gold));
            return scale == 0 ? 0 : (Diagonal() * n - cross) / scale;
        }
    }

    /// <summary>Counts pairs of true and predicted labels.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<string> gold, IReadOnlyList<string> predicted)
    {
        if (gold.Count != predicted.Count) throw new ArgumentException($"{gold.Count} golds need as many predictions, not {predicted.Count}.", nameof(predicted));
        string[] labels = [.. gold.Concat(predicted).Distinct().Order(StringComparer.Ordinal)];
        var counts = new long[labels.Length, labels.Length];
        for (int i = 0; i < gold.Count; i++)
            counts[Array.BinarySearch(labels, gold[i], StringComparer.Ordinal), Array.BinarySearch(labels, predicted[i], StringComparer.Ordinal)]++;
        return new(labels, counts);
    }

    /// <summary>Scores of one label.</summary>
    public ClassScore Score(string label)
    {
        if (!_index.TryGetValue(label, out int i)) return ClassScore.Of(0, 0, 0);
        long right = _counts[i, i];
        return ClassScore.Of(right, ColumnSum(i) - right, RowSum(i) - right);
    }

    /// <summary>Averages over labels.</summary>
    /// <param name="labels">Default: all that occur. Over <see cref="GoldLabels"/>, predictions outside them cost recall only.</param>
    public ClassAverages Averages(IReadOnlyList<string>? labels = null) => ClassAverages.Of(this, labels ?? Labels);

    private long Diagonal()
    {
        long sum = 0;
        for (int i = 0; i < Labels.Count; i++) sum += _counts[i, i];
        return sum;
    }

    private long RowSum(int i)
    {
        long sum = 0;
        for (int j = 0; j < Labels.Count; j++) sum += _counts[i, j];
        return sum;
    }

    private long ColumnSum(int j)
    {
        long sum = 0;
        for (int i = 0; i < Labels.Count; i++) sum += _counts[i, j];
        return sum;
    }
}
