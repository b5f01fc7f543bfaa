using System.Text.Json;
using Audire.Metrics.Classification;
using Audire.Metrics.Matching;
using Xunit;

namespace Audire.Tests.Metrics;

public class ClassificationTests
{
    [Fact]
    public void Multi_class_scores_equal_the_recorded_ones()
    {
        using var fixture = MetricFixture.Open("classification.json");
        foreach (var c in fixture.Cases("multi_class"))
        {
            string[] gold = c.Texts("gold"), predicted = c.Texts("pred");
            string what = c.Text("name");
            var helm = ClassAverages.Helm(gold, predicted);
            if (c.Maybe("helm_classification") is { ValueKind: JsonValueKind.Object } expected)
            {
                fixture.Equal(string.Join('|', c.Texts("classes_from_gold")), string.Join('|', helm.Labels), what);
                foreach (var (name, score) in (ReadOnlySpan<(string, ClassScore)>)[("macro", helm.Macro), ("micro", helm.Micro), ("weighted", helm.Weighted)])
                {
                    fixture.Number(expected, name + "_precision", score.Precision, $"{name} precision of {what}");
                    fixture.Number(expected, name + "_recall", score.Recall, $"{name} recall of {what}");
                    fixture.Number(expected, name + "_f1", score.F1, $"{name} F1 of {what}");
                }
                fixture.Numbers(expected, "per_class_f1", helm.PerClass.Select(s => s.F1), $"F1 by class of {what}");
            }

            if (c.Maybe("plain_labels") is not { ValueKind: JsonValueKind.Object } plain) continue;
            var matrix = ConfusionMatrix.Of(gold, predicted);
            var averages = matrix.Averages();
            fixture.Number(plain, "accuracy", matrix.Accuracy, what);
            fixture.Number(plain, "macro_f1", averages.Macro.F1, what);
            fixture.Number(plain, "micro_f1", averages.Micro.F1, what);
            fixture.Number(plain, "weighted_f1", averages.Weighted.F1, what);
            fixture.Number(plain, "balanced_accuracy", matrix.BalancedAccuracy, what);
            fixture.Number(plain, "mcc", matrix.MatthewsCorrelation, what);
            string[] labels = plain.Texts("labels_sorted");
            fixture.Equal(string.Join('|', labels), string.Join('|', matrix.Labels), what);
            for (int i = 0; i < labels.Length; i++)
                fixture.Numbers(plain.GetProperty("confusion")[i], labels.Select(label => (double)matrix[labels[i], label]), $"row {labels[i]} of {what}");
        }
        fixture.Verify();
    }

    [Fact]
    public void Unanswerable_questions_score_as_recorded()
    {
        using var fixture = MetricFixture.Open("classification.json");
        foreach (var c in fixture.Cases("unanswerable"))
        {
            static bool Is(string text) => TextMatch.QuasiExact("unanswerable", text) == 1;
            var score = ClassScore.OfFlags([.. c.Texts("gold").Select(Is)], [.. c.Texts("pred").Select(Is)]);
            fixture.Number(c, "precision", score.Precision);
            fixture.Number(c, "recall", score.Recall);
            fixture.Number(c, "f1", score.F1);
            fixture.Number(c, "tp", score.Recall * score.Support);
        }
        fixture.Verify();
    }

    [Fact]
    public void Calibration_equals_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("classification.json");
        foreach (var c in fixture.Cases("calibration"))
        {
            double[] confidences = c.Doubles("confidence");
            var calibration = Calibration.Of(confidences, [.. c.Ints("correct").Select(x => x != 0)]);
            fixture.Number(c, "helm_ece_10_bin", calibration.ExpectedErrorEqualMass(10));
            fixture.Number(c, "helm_ece_1_bin", calibration.ExpectedError(1));
            fixture.Number(c, "uncertainty_calibration_ece_10_equal_width", calibration.ExpectedError(10));
            fixture.Number(c, "brier", calibration.Brier);
            foreach (int bins in (int[])[10, 15])
            {
                fixture.Number(c, $"ece_{bins}_equal_width_right_closed", calibration.ExpectedError(bins));
                fixture.Number(c, $"mce_{bins}_equal_width_right_closed", calibration.MaximumError(bins));
                fixture.Number(c, $"ece_{bins}_equal_width_left_closed", calibration.ExpectedError(bins, rightClosed: false));
            }
            // With tied confidences the reference's unstable sort decides (README).
            if (confidences.Distinct().Count() == confidences.Length && c.Maybe("helm_selective") is { ValueKind: JsonValueKind.Array } selective)
                fixture.Numbers(selective, [calibration.SelectiveAccuracyArea, calibration.AccuracyOfTop(0.1)], $"selective of {MetricFixture.Describe(c)}");
        }
        fixture.Verify();
    }

    [Fact]
    public void Ranking_equals_the_recorded_values()
    {
        using var fixture = MetricFixture.Open("classification.json");
        foreach (var c in fixture.Cases("ranking"))
        {
            bool[] labels = [.. c.Ints("label").Select(x => x != 0)];
            double[] scores = c.Doubles("score");
            string what = MetricFixture.Describe(c);
            if (scores.Any(double.IsNaN))
            {
                Assert.Throws<ArgumentException>(() => RocCurve.Of(labels, scores));
                continue;
            }
            var curve = RocCurve.Of(labels, scores);
            fixture.Number(c, "auroc", curve.Area, $"AUROC of {what}");
            fixture.Number(c, "average_precision", curve.AveragePrecision, $"AP of {what}");
            fixture.Number(c, "eer_interpolated", curve.EqualErrorRate, $"EER of {what}");
            fixture.Number(c, "eer_min_max", curve.LeastMaximumError, $"min-max of {what}");
            if (c.Maybe("roc") is not { ValueKind: JsonValueKind.Object } roc) continue;
            fixture.Numbers(roc, "fpr", curve.Points.Select(p => p.FalsePositiveRate), $"fpr of {what}");
            fixture.Numbers(roc, "tpr", curve.Points.Select(p => p.TruePositiveRate), $"tpr of {what}");
        }
        fixture.Verify();
    }
}
