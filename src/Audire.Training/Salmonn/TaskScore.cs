using Audire.Metrics.Alignment;
using Audire.Metrics.Instructions;
using Audire.Metrics.Matching;
using Audire.Metrics.Normalization;
using Audire.Metrics.Statistics;

namespace Audire.Training.Salmonn;

/// <summary>How well a task's answers do.</summary>
/// <param name="Task">The task.</param>
/// <param name="Metric"><c>accuracy</c>, <c>wer</c>, <c>following</c>, <c>diversity</c> or <c>repeat</c>.</param>
/// <param name="Value">Value, n and interval.</param>
public sealed record TaskScore(string Task, string Metric, Estimate Value)
{
    /// <summary>A value where more is better, from 0 to 1: what selects the best weights.</summary>
    public double Goodness => Metric == "wer" ? 1 - Math.Min(1, Value.Value) : Value.Value;

    /// <summary>Scores answers of one task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="metric"><c>accuracy</c> or <c>wer</c>.</param>
    /// <param name="wanted">Right answers.</param>
    /// <param name="given">Answers given.</param>
    public static TaskScore Of(string task, string metric, IReadOnlyList<string> wanted, IReadOnlyList<string> given)
    {
        if (metric == "accuracy") return new TaskScore(task, metric, Proportion.Of([.. wanted.Zip(given, (right, answer) => TextMatch.QuasiExact(right, answer) == 1)]));
        var terms = wanted.Zip(given, (right, answer) => TranscriptScore.Of(right, answer, TextNormalizers.Salmonn).Words)
            .Where(words => words.ReferenceLength > 0).Select(words => new RatioTerm(words.Errors, words.ReferenceLength)).ToArray();
        return new TaskScore(task, "wer", Bootstrap.Ratio(terms));
    }

    /// <summary>What stories are measured by: whether they are long enough to be one, how many different words they have, whether they run in circles.</summary>
    public static IReadOnlyList<TaskScore> OfStories(string task, int words, IReadOnlyList<string> stories) =>
    [
        new TaskScore(task, "following", FollowingRate.Of([.. stories.Select(story => FollowingRate.IsStory(story, words))])),
        new TaskScore(task, "diversity", Diversity.Of(stories)),
        new TaskScore(task, "repeat", RepeatRate.Of([.. stories])),
    ];
}
