using Audire.Metrics.Statistics;
using static TorchSharp.torch;

namespace Audire.Training.Probes;

/// <summary>A clip of a closed-set task, as a probe takes it.</summary>
/// <param name="Features">Of <see cref="ClipFeatures"/>.</param>
/// <param name="Label">Its class.</param>
/// <param name="Split"><c>train</c>, <c>valid</c> or <c>test</c>.</param>
public sealed record ProbeClip(float[] Features, string Label, string Split);

/// <summary>How well a linear rule over frozen features does a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Classes">Classes in the training clips.</param>
/// <param name="Train">Training clips.</param>
/// <param name="Valid">Clips that the penalty was chosen on.</param>
/// <param name="Penalty">The penalty.</param>
/// <param name="ValidAccuracy">Accuracy on them.</param>
/// <param name="Accuracy">Accuracy on the test clips, with n and Wilson's interval.</param>
/// <param name="Majority">Accuracy of always saying the commonest class of the training clips.</param>
/// <param name="Confusions">The commonest errors: expected, answered, how often.</param>
public sealed record ProbeResult(
    string Task, int Classes, int Train, int Valid, double Penalty, double ValidAccuracy, Estimate Accuracy, double Majority, IReadOnlyList<ProbeConfusion> Confusions);

/// <summary>An error that a probe makes.</summary>
public sealed record ProbeConfusion(string Expected, string Answered, int Count);

/// <summary>The yardstick of a trained model: logistic regression over the frozen encoder's features, same training clips, same test clips.</summary>
public static class LinearProbe
{
    private static readonly double[] Penalties = [1, 3e-1, 1e-1, 3e-2, 1e-2, 3e-3]; // each fit starts from the one before
    private const int ShownConfusions = 8;

    /// <summary>Fits on train, chooses the penalty on valid (the stronger one of equals), measures on test.</summary>
    /// <exception cref="ArgumentException">A split has no clips, or there are fewer than two classes.</exception>
    public static ProbeResult Run(string task, IReadOnlyCollection<ProbeClip> clips)
    {
        var splits = clips.ToLookup(clip => clip.Split, StringComparer.Ordinal);
        foreach (var split in new[] { "train", "valid", "test" })
            if (!splits[split].Any()) throw new ArgumentException($"Task {task} has no clips in the {split} split; a probe needs all three.", nameof(clips));
        string[] classes = [.. splits["train"].Select(clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Length < 2) throw new ArgumentException($"Task {task} has one class, '{classes[0]}'; a probe needs two.", nameof(clips));

        using var scope = NewDisposeScope();
        Tensor train = Features(splits["train"]), valid = Features(splits["valid"]), test = Features(splits["test"]); // [N, D]
        long[] trainLabels = Labels(splits["train"], classes), validLabels = Labels(splits["valid"], classes), testLabels = Labels(splits["test"], classes);
        var (best, bestAccuracy, answers) = (0.0, -1.0, Array.Empty<long>());
        SoftmaxRegression? last = null;
        foreach (var penalty in Penalties)
        {
            var fit = SoftmaxRegression.Fit(train, tensor(trainLabels), classes.Length, penalty, start: last);
            var accuracy = Share(fit.Predict(valid), validLabels);
            if (accuracy > bestAccuracy) (best, bestAccuracy, answers) = (penalty, accuracy, fit.Predict(test));
            last?.Dispose();
            last = fit;
        }
        last?.Dispose();
        var commonest = trainLabels.GroupBy(label => label).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
        return new ProbeResult(
            task, classes.Length, trainLabels.Length, validLabels.Length, best, bestAccuracy, Proportion.Of([.. answers.Zip(testLabels, (answer, label) => answer == label)]),
            Share([.. testLabels.Select(_ => commonest)], testLabels), Confusions(splits["test"], answers, classes));
    }

    private static Tensor Features(IEnumerable<ProbeClip> clips)
    {
        var rows = clips.Select(clip => clip.Features).ToArray();
        return tensor(rows.SelectMany(row => row).ToArray()).reshape(rows.Length, rows[0].Length); // [N, D]
    }

    // A class that training has not seen is never answered: its clips count as errors.
    private static long[] Labels(IEnumerable<ProbeClip> clips, string[] classes) => [.. clips.Select(clip => (long)Array.IndexOf(classes, clip.Label))];

    private static double Share(long[] answers, long[] labels) => (double)answers.Zip(labels, (answer, label) => answer == label).Count(right => right) / labels.Length;

    private static List<ProbeConfusion> Confusions(IEnumerable<ProbeClip> clips, long[] answers, string[] classes) =>
        [.. clips.Zip(answers, (clip, answer) => (clip.Label, Answer: classes[answer])).Where(pair => pair.Label != pair.Answer).GroupBy(pair => pair)
            .Select(group => new ProbeConfusion(group.Key.Label, group.Key.Answer, group.Count())).OrderByDescending(error => error.Count).ThenBy(error => error.Expected, StringComparer.Ordinal).Take(ShownConfusions)];
}
