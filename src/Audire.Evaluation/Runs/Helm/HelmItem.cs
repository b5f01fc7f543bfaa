using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Scoring;
using Audire.Metrics.Matching;
using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>An instance of a run with all that HELM's files say of it.</summary>
/// <param name="Item">The instance.</param>
/// <param name="Answer">Its answer; null where it failed.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Parts">The request.</param>
/// <param name="MaxTokens">Most tokens of the answer.</param>
/// <param name="Scores">HELM's metric names to values.</param>
internal sealed record HelmItem(
    StoredItem Item, StoredAnswer? Answer, string? Error, IReadOnlyList<RequestPart> Parts, int MaxTokens, IReadOnlyDictionary<string, double> Scores)
{
    /// <summary>Gathers an item: HELM's metrics are computed by HELM's rules, ours stand beside them under <c>audire:</c>.</summary>
    public static HelmItem Of(
        ScenarioRecord scenario, StoredItem item, StoredAnswer? answer, string? error, RequestBody? body, IEnumerable<KeyValuePair<string, double>> given,
        IEnumerable<StoredScore> scores)
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var score in scores) values[HelmNames.Metric(score.Metric)] = score.Value;
        foreach (var (metric, value) in given) values[HelmNames.Metric(metric)] = value;
        if (answer is not null)
        {
            var said = scenario.Task == ScenarioTask.MultipleChoice ? ChoiceLetters.Map(answer.Answer, item.Choices) : answer.Answer;
            var scored = new ScoredAnswer(said, answer.Answer, item.References, item.Choices, TextNormalizers.Helm);
            foreach (var metric in HelmScores.For(scenario.Task))
                if (metric.Score(scored) is { } score) values[metric.HelmName] = score.Value;
        }

        IReadOnlyList<RequestPart> parts = body?.Parts ?? [RequestPart.OfText(item.Prompt), .. item.Clips.Select(clip => RequestPart.OfAudio(clip.Hash))];
        return new HelmItem(item, answer, error, parts, body?.MaxTokens ?? 0, values);
    }
}
