using Audire.Metrics.Normalization;

namespace Audire.Metrics.Classification;

/// <summary>Scores of each class and their averages.</summary>
/// <param name="Labels">The classes averaged over.</param>
/// <param name="PerClass">Scores of each, in the same order.</param>
/// <param name="Macro">Every class weighs the same.</param>
/// <param name="Micro">Counts of all classes pooled.</param>
/// <param name="Weighted">Classes weigh as often as they occur.</param>
public sealed record ClassAverages(
    IReadOnlyList<string> Labels, IReadOnlyList<ClassScore> PerClass, ClassScore Macro, ClassScore Micro, ClassScore Weighted)
{
    /// <summary>HELM's classification metric: labels after <see cref="TextNormalizers.HelmWithArticles"/>, averages over the classes that occur as truth.</summary>
    /// <param name="gold">True labels.</param>
    /// <param name="predicted">Predicted ones; an empty prediction is one outside all classes.</param>
    public static ClassAverages Helm(IReadOnlyList<string> gold, IReadOnlyList<string> predicted)
    {
        static string[] Normal(IReadOnlyList<string> labels) => [.. labels.Select(TextNormalizers.HelmWithArticles.Normalize)];
        var matrix = ConfusionMatrix.Of(Normal(gold), Normal(predicted));
        return matrix.Averages(matrix.GoldLabels);
    }

    internal static ClassAverages Of(ConfusionMatrix matrix, IReadOnlyList<string> labels)
    {
        ClassScore[] scores = [.. labels.Select(matrix.Score)];
        long support = scores.Sum(s => s.Support);
        long right = labels.Sum(label => matrix[label, label]);
        long predicted = labels.Sum(label => matrix.Labels.Sum(gold => matrix[gold, label]));
        return new(labels, scores,
            Mean(scores, _ => scores.Length == 0 ? 0 : 1.0 / scores.Length),
            ClassScore.Of(right, predicted - right, support - right),
            Mean(scores, s => ClassScore.Ratio(s.Support, support)));
    }

    private static ClassScore Mean(ClassScore[] scores, Func<ClassScore, double> weight) => new(
        scores.Sum(s => s.Precision * weight(s)), scores.Sum(s => s.Recall * weight(s)), scores.Sum(s => s.F1 * weight(s)), scores.Sum(s => s.Support));
}
