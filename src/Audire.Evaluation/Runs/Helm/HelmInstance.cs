using System.Text.Json;
using Audire.Evaluation.Runs.Importing;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>Reads one request state: instance, request and result.</summary>
internal static class HelmInstance
{
    private const int MaxParts = 1024;

    public static ImportedItem Read(JsonElement state, string where, string task, ImportedClips clips, HelmReported reported)
    {
        var instance = state.Require("instance", JsonValueKind.Object, where);
        var request = state.Require("request", JsonValueKind.Object, where);
        var name = HelmReported.Instance(instance.RequireText("id", where), (int)(state.OptionalNumber("train_trial_index", where) ?? 0));
        var found = new List<ClipRecord>();
        RequestPart[] parts = [.. Media(request, where).Select(element => Part(element, where, clips, found))];
        var (right, all) = References(instance, where);
        string[] choices = task == ScenarioTask.MultipleChoice ? Mapping(state, where, all) : right.Length < all.Length ? all : [];
        var result = state.Optional("result", JsonValueKind.Object, where);
        var answer = result is { } told ? Answer(told, request, where) : null;
        return new ImportedItem(
            name, string.Join('\n', parts.Where(part => part.Text is not null).Select(part => part.Text)).Trim(), parts, found, right, choices, Groups(instance, where),
            answer, answer is null ? result?.OptionalText("error", where) ?? "The run holds no result of it." : null)
        {
            MaxTokens = (int)(request.OptionalNumber("max_tokens", where) ?? 0),
            Given = reported.Of(name),
        };
    }

    private static List<JsonElement> Media(JsonElement request, string where)
    {
        if (request.Optional("multimodal_prompt", JsonValueKind.Object, where) is not { } prompt) return [request];
        var objects = prompt.Require("media_objects", JsonValueKind.Array, where);
        return objects.GetArrayLength() <= MaxParts ? [.. objects.EnumerateArray()] : throw new RunException($"{where}: the prompt has {objects.GetArrayLength()} parts; at most {MaxParts} are read.");
    }

    // A request without media holds its text under "prompt".
    private static RequestPart Part(JsonElement element, string where, ImportedClips clips, List<ClipRecord> found)
    {
        if (element.OptionalText("text", where) is { } text) return RequestPart.OfText(text);
        if (element.OptionalText("location", where) is not { } location) return RequestPart.OfText(element.OptionalText("prompt", where) ?? "");
        found.Add(clips.At(location));
        return RequestPart.OfAudio(found[^1].Hash);
    }

    private static (string[] Right, string[] All) References(JsonElement instance, string where)
    {
        var all = new List<(string Text, bool Right)>();
        foreach (var reference in instance.Optional("references", JsonValueKind.Array, where)?.EnumerateArray() ?? [])
        {
            var tags = reference.Optional("tags", JsonValueKind.Array, where)?.EnumerateArray().Select(tag => BoundedJson.Text(tag, where)) ?? [];
            all.Add((reference.Require("output", JsonValueKind.Object, where).RequireText("text", where), tags.Contains(HelmNames.Correct)));
        }

        string[] right = [.. all.Where(reference => reference.Right).Select(reference => reference.Text)];
        return (right, [.. all.Select(reference => reference.Text)]);
    }

    private static string[] Mapping(JsonElement state, string where, string[] references)
    {
        if (state.Optional("output_mapping", JsonValueKind.Object, where) is not { } mapping) return references;
        return [.. mapping.EnumerateObject().OrderBy(letter => letter.Name, StringComparer.Ordinal).Select(letter => BoundedJson.Text(letter.Value, where))];
    }

    private static Dictionary<string, string> Groups(JsonElement instance, string where) => (instance.Optional("extra_data", JsonValueKind.Object, where)?.EnumerateObject() ?? [])
        .Where(field => field.Value.ValueKind == JsonValueKind.String).ToDictionary(field => field.Name, field => BoundedJson.Text(field.Value, where), StringComparer.Ordinal);

    private static StoredAnswer? Answer(JsonElement result, JsonElement request, string where)
    {
        // HELM sorts completions by their log probability, stably, and takes the first.
        var completions = result.Optional("completions", JsonValueKind.Array, where)?.EnumerateArray().ToList() ?? [];
        if (completions.Count == 0) return null;
        var best = completions.OrderByDescending(completion => completion.OptionalNumber("logprob", where) ?? 0).First();
        var reason = best.Optional("finish_reason", JsonValueKind.Object, where)?.OptionalText("reason", where);
        return new StoredAnswer(
            best.RequireText("text", where), reason is "unknown" ? null : reason, request.OptionalText("model", where), null, null,
            Math.Max(0, result.OptionalNumber("request_time", where) ?? 0), Time(result.OptionalNumber("request_datetime", where)), null);
    }

    // Seconds since 1970; what lies outside of any calendar counts as not told.
    private static DateTimeOffset Time(double? seconds) => seconds is >= 0 and < 32503680000 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : DateTimeOffset.UnixEpoch;
}
