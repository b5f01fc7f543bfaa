using System.Text.Json;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Runs.Helm;

/// <summary><c>scenario_state.json</c>: every instance with the request that was made of it and the result.</summary>
internal sealed class HelmStateFile(ScenarioRecord scenario, string system, Func<string, string> location)
{
    private readonly string _instruction = HelmRunFiles.Instruction(scenario);

    /// <summary>Writes the file.</summary>
    public void Write(Utf8JsonWriter json, IReadOnlyList<HelmItem> items, int maxTokens)
    {
        json.WriteStartObject();
        HelmRunFiles.WriteAdapter(json, scenario, system, maxTokens);
        json.WriteStartArray("request_states");
        foreach (var item in items)
        {
            json.WriteStartObject();
            WriteInstance(json, item);
            json.WriteNumber("train_trial_index", 0);
            if (Options(item) is { Count: > 0 } options) WriteMapping(json, options);
            WriteRequest(json, item);
            WriteResult(json, item);
            json.WriteNumber("num_train_instances", 0);
            json.WriteBoolean("prompt_truncated", false);
            json.WriteNumber("num_conditioning_tokens", 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IReadOnlyList<string> Options(HelmItem item) => scenario.Task == ScenarioTask.MultipleChoice ? item.Item.Choices : [];

    private void WriteInstance(Utf8JsonWriter json, HelmItem item)
    {
        json.WriteStartObject("instance");
        json.WriteStartObject("input");
        json.WriteString("text", "");
        json.WriteStartObject("multimedia_content");
        HelmMedia.Write(json, HelmMedia.OfInstance(item.Parts, _instruction, Options(item)), location);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("references");
        foreach (var reference in item.Item.Choices.Count > 0 ? item.Item.Choices.Union(item.Item.References) : item.Item.References)
        {
            json.WriteStartObject();
            json.WriteStartObject("output");
            json.WriteString("text", reference);
            json.WriteEndObject();
            HelmJson.Texts(json, "tags", item.Item.References.Contains(reference) ? [HelmNames.Correct] : []);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("split", "test");
        json.WriteString("id", item.Item.Instance);
        if (item.Item.Groups.Count > 0)
        {
            json.WriteStartObject("extra_data");
            foreach (var (name, value) in item.Item.Groups) json.WriteString(name, value);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteMapping(Utf8JsonWriter json, IReadOnlyList<string> options)
    {
        json.WriteStartObject("output_mapping");
        for (int i = 0; i < options.Count; i++) json.WriteString(Adapters.Letter(i), options[i]);
        json.WriteEndObject();
    }

    private void WriteRequest(Utf8JsonWriter json, HelmItem item)
    {
        json.WriteStartObject("request");
        json.WriteString("model_deployment", system);
        json.WriteString("model", system);
        json.WriteBoolean("embedding", false);
        json.WriteString("prompt", "");
        json.WriteNumber("temperature", 0.0);
        json.WriteNumber("num_completions", 1);
        json.WriteNumber("top_k_per_token", 1);
        json.WriteNumber("max_tokens", item.MaxTokens);
        HelmJson.Texts(json, "stop_sequences", []);
        json.WriteBoolean("echo_prompt", false);
        json.WriteNumber("top_p", 1);
        json.WriteNumber("presence_penalty", 0);
        json.WriteNumber("frequency_penalty", 0);
        json.WriteStartObject("multimodal_prompt");
        HelmMedia.Write(json, item.Parts, location);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, HelmItem item)
    {
        json.WriteStartObject("result");
        json.WriteBoolean("success", item.Answer is not null);
        HelmJson.Texts(json, "embedding", []);
        json.WriteStartArray("completions");
        if (item.Answer is { } answer)
        {
            json.WriteStartObject();
            json.WriteString("text", answer.Answer);
            json.WriteNumber("logprob", 0);
            HelmJson.Texts(json, "tokens", []);
            json.WriteStartObject("finish_reason");
            json.WriteString("reason", answer.Finish ?? "unknown");
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("cached", false);
        json.WriteNumber("request_time", item.Answer?.Seconds ?? 0);
        if (item.Answer is { } told) json.WriteNumber("request_datetime", told.Received.ToUnixTimeSeconds());
        if (item.Error is { } error) json.WriteString("error", error);
        json.WriteEndObject();
    }
}
