using System.Text.Json;
using Audire.Metrics.Aggregation;

namespace Audire.Evaluation.Runs.Helm;

/// <summary><c>per_instance_stats.json</c> and <c>stats.json</c>: every score, and what HELM makes of them over a run.</summary>
internal static class HelmStatFiles
{
    /// <summary>One object an instance.</summary>
    public static void WritePerInstance(Utf8JsonWriter json, IReadOnlyList<HelmItem> items)
    {
        json.WriteStartArray();
        foreach (var item in items)
        {
            json.WriteStartObject();
            json.WriteString("instance_id", item.Item.Instance);
            json.WriteNumber("train_trial_index", 0);
            json.WriteStartArray("stats");
            foreach (var (name, value) in Values(item)) HelmJson.Stat(json, name, Stat.Empty.Add(value));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>One object a metric: the run's mean as its only value, or all values where HELM pools them (AHELM reference §2.8).</summary>
    public static void WriteRun(Utf8JsonWriter json, IReadOnlyList<HelmItem> items)
    {
        json.WriteStartArray();
        foreach (var metric in items.SelectMany(Values).GroupBy(pair => pair.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var pooled = Stat.Of(metric.Select(pair => (double?)pair.Value));
            HelmJson.Stat(json, metric.Key, HelmNames.PoolsValues(metric.Key) ? pooled : pooled.TakeMean());
        }

        HelmJson.Stat(json, "num_instances", Stat.Empty.Add(items.Count));
        json.WriteEndArray();
    }

    private static IEnumerable<(string Name, double Value)> Values(HelmItem item)
    {
        foreach (var (name, value) in item.Scores) yield return (name, value);
        yield return ("num_references", Math.Max(item.Item.References.Count, item.Item.Choices.Count));
        yield return ("num_train_trials", 1);
        yield return ("num_train_instances", 0);
        yield return ("prompt_truncated", 0);
        if (item.Answer is not { } answer) yield break;
        yield return ("inference_runtime", answer.Seconds);
        if (answer.InputTokens is { } input) yield return ("num_prompt_tokens", input);
        if (answer.OutputTokens is { } output) yield return ("num_output_tokens", output);
        foreach (var reason in new[] { "length", "stop", "endoftext", "unknown" })
            yield return ("finish_reason_" + reason, reason == Reason(answer.Finish) ? 1 : 0);
    }

    private static string Reason(string? finish) => finish is "length" or "stop" or "endoftext" ? finish : "unknown";
}
