using Audire.Models.Generation;
using Audire.Training.Data;

namespace Audire.Training.Salmonn;

/// <summary>The paper's curve (figure 3): each task, and stories, at several LoRA scales.</summary>
public static class ScaleSweep
{
    /// <summary>Measures.</summary>
    /// <param name="answerer">Has the model answer.</param>
    /// <param name="items">Examples of any tasks.</param>
    /// <param name="tasks">How they are asked and measured.</param>
    /// <param name="scales">Factors on the LoRA's deltas.</param>
    /// <param name="most">Examples asked of each task, and clips told stories about.</param>
    /// <param name="tokens">Tokens an answer may have; stories may have four times as many.</param>
    /// <param name="progress">Told the scale and the task that is being asked.</param>
    /// <param name="cancellationToken">Looked at before every token.</param>
    public static IReadOnlyList<ScalePoint> Measure(
        Answerer answerer, IReadOnlyList<SurveyedItem> items, TaskBook tasks, IReadOnlyList<double> scales, int most, int tokens,
        Action<double, string>? progress, CancellationToken cancellationToken)
    {
        var groups = SalmonnEvaluation.Groups(items, tasks).Select(group => (group.Task, group.Metric, Items: SalmonnEvaluation.Some(group.Items, most))).ToArray();
        var clips = SalmonnEvaluation.Some([.. items.DistinctBy(item => item.Hash)], most);
        return [.. scales.Select(At)];

        ScalePoint At(double scale)
        {
            var scores = new List<TaskScore>();
            foreach (var (task, metric, asked) in groups)
            {
                progress?.Invoke(scale, task);
                var answers = answerer.Answer(asked, item => tasks.TestPrompt(item.Item), new GenerationOptions { MaxNewTokens = tokens }, scale, cancellationToken: cancellationToken);
                scores.Add(TaskScore.Of(task, metric, [.. asked.Select(item => item.Item.Text)], answers));
            }
            progress?.Invoke(scale, ActivationTuning.Task);
            var stories = answerer.Answer(
                clips, clip => tasks.TestPrompt(clip.Item with { Task = ActivationTuning.Task }), new GenerationOptions { MaxNewTokens = 4 * tokens }, scale, cancellationToken: cancellationToken);
            return new ScalePoint(scale, [.. scores, .. TaskScore.OfStories(ActivationTuning.Task, tasks[ActivationTuning.Task].FollowingWords, stories)], [.. stories.Take(3)]);
        }
    }
}

/// <summary>What was measured at one scale.</summary>
/// <param name="Scale">The factor on the LoRA's deltas.</param>
/// <param name="Scores">Every task's metric, and what stories are measured by.</param>
/// <param name="Stories">A few of the stories, so that a reader sees what the numbers mean.</param>
public sealed record ScalePoint(double Scale, IReadOnlyList<TaskScore> Scores, IReadOnlyList<string> Stories);
