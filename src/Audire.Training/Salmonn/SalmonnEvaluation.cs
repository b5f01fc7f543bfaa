using Audire.Models.Generation;
using Audire.Training.Data;

namespace Audire.Training.Salmonn;

/// <summary>Measures SALMONN on held-out examples: loss and token accuracy over all of them, and each task's own metric over answers to some.</summary>
public sealed class SalmonnEvaluation : IEvaluation
{
    private readonly LossEvaluation<HeardExample> _loss;
    private readonly Answerer _answerer;
    private readonly TaskBook _tasks;
    private readonly (string Task, string Metric, SurveyedItem[] Items)[] _asked;
    private readonly GenerationOptions _generation;

    /// <summary>Sets the evaluation up.</summary>
    /// <param name="trainee">What is trained.</param>
    /// <param name="batches">Held-out batches, for the loss.</param>
    /// <param name="answerer">Has it answer.</param>
    /// <param name="items">Held-out examples.</param>
    /// <param name="tasks">How tasks are asked and measured.</param>
    /// <param name="most">Examples asked of each task; 0 asks none.</param>
    /// <param name="tokens">Tokens an answer may have.</param>
    public SalmonnEvaluation(
        SalmonnTrainee trainee, IBatchSource<HeardExample> batches, Answerer answerer, IReadOnlyList<SurveyedItem> items, TaskBook tasks, int most = 40, int tokens = 48)
    {
        (_loss, _answerer, _tasks) = (new LossEvaluation<HeardExample>(trainee, batches), answerer, tasks);
        _generation = new GenerationOptions { MaxNewTokens = tokens };
        _asked = [.. Groups(items, tasks).Select(group => (group.Task, group.Metric, Some(group.Items, most))).Where(group => group.Item3.Length > 0)];
    }

    /// <inheritdoc/>
    public string Metric => _asked.Length > 0 ? "score" : "loss";

    /// <inheritdoc/>
    public bool HigherIsBetter => _asked.Length > 0;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Measure(long step, CancellationToken cancellationToken)
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in _loss.Measure(step, cancellationToken)) values[name] = value;
        var scores = new List<TaskScore>();
        foreach (var (task, metric, items) in _asked)
        {
            var answers = _answerer.Answer(items, item => _tasks.TestPrompt(item.Item), _generation, cancellationToken: cancellationToken);
            var score = TaskScore.Of(task, metric, [.. items.Select(item => item.Item.Text)], answers);
            scores.Add(score);
            values[$"{task}/{metric}"] = score.Value.Value;
        }
        if (scores.Count > 0) values["score"] = scores.Average(score => score.Goodness);
        return values;
    }

    /// <summary>Examples by task, with the task's metric; tasks that only a loss can measure are left out.</summary>
    internal static IEnumerable<(string Task, string Metric, SurveyedItem[] Items)> Groups(IReadOnlyList<SurveyedItem> items, TaskBook tasks) =>
        items.GroupBy(item => item.Item.Task, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (group.Key, tasks.MetricOf(group.First().Item), group.ToArray())).Where(group => group.Item2 != "loss");

    /// <summary>The same examples every time, whatever the manifest's order; those of similar length beside each other.</summary>
    internal static SurveyedItem[] Some(SurveyedItem[] items, int most) =>
        [.. items.OrderBy(item => StepSeed.Of(item.Hash + item.Item.Question)).Take(most).OrderBy(item => item.Seconds)];
}
