namespace Audire.Metrics.Classification;

/// <summary>Precision, recall and F1 of a class, or an average over classes; each 0 to 1, and 0 where nothing defines it.</summary>
/// <param name="Precision">Share of the predictions of the class that are right.</param>
/// <param name="Recall">Share of the items of the class that are found.</param>
/// <param name="F1">Harmonic mean of both; of an average, the average of the classes' own.</param>
/// <param name="Support">Items of the class, or of all classes averaged over.</param>
public sealed record ClassScore(double Precision, double Recall, double F1, long Support)
{
    /// <summary>Scores from counts.</summary>
    /// <param name="truePositives">Right predictions of the class.</param>
    /// <param name="falsePositives">Wrong predictions of the class.</param>
    /// <param name="falseNegatives">Items of the class predicted otherwise.</param>
    public static ClassScore Of(long truePositives, long falsePositives, long falseNegatives) => new(
        Ratio(truePositives, truePositives + falsePositives), Ratio(truePositives, truePositives + falseNegatives),
        Ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives), truePositives + falseNegatives);

    /// <summary>Scores of one answer among others, such as <c>unanswerable</c>: which golds and which predictions are that answer.</summary>
    public static ClassScore OfFlags(IReadOnlyList<bool> gold, IReadOnlyList<bool> predicted)
    {
        if (gold.Count != predicted.Count) throw new ArgumentException($"{gold.Count} golds need as many predictions, not {predicted.Count}.", nameof(predicted));
        long both = gold.Zip(predicted).Count(pair => pair.First && pair.Second);
        return Of(both, predicted.Count(p => p) - both, gold.Count(g => g) - both);
    }

    internal static double Ratio(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;
}
