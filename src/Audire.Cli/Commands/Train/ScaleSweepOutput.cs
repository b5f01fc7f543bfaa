using Audire.Training.Salmonn;

namespace Audire.Cli.Commands.Train;

/// <summary>What <c>audire train sweep-scale --json</c> writes.</summary>
/// <param name="Schema">The layout, 1.</param>
/// <param name="Model">The model.</param>
/// <param name="Split">The split that was asked.</param>
/// <param name="Scales">What was measured at each scale.</param>
/// <param name="Report">The page with the curves; null where none was asked for.</param>
internal sealed record ScaleSweepOutput(int Schema, string Model, string Split, IReadOnlyList<ScaleOutput> Scales, string? Report)
{
    public static ScaleSweepOutput Of(string model, string split, IReadOnlyList<ScalePoint> points) => new(
        1, model, split, [.. points.Select(point => new ScaleOutput(point.Scale, [.. point.Scores.Select(Score)], point.Stories))], null);

    // JSON has no NaN: an interval that is not defined is left out.
    private static ScaleScore Score(TaskScore score) => new(
        score.Task, score.Metric, Number(score.Value.Value), Number(score.Value.Low), Number(score.Value.High), score.Value.Method, score.Value.Count);

    private static double? Number(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>What was measured at one scale.</summary>
/// <param name="Scale">The factor on the LoRA's deltas.</param>
/// <param name="Scores">Every task's metric, and what stories are measured by.</param>
/// <param name="Stories">A few of the stories.</param>
internal sealed record ScaleOutput(double Scale, IReadOnlyList<ScaleScore> Scores, IReadOnlyList<string> Stories);

/// <summary>One metric.</summary>
/// <param name="Task">The task.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Value">Its value.</param>
/// <param name="Low">Lower end of its interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Interval">How the interval was made.</param>
/// <param name="N">Answers.</param>
internal sealed record ScaleScore(string Task, string Metric, double? Value, double? Low, double? High, string Interval, long N);
