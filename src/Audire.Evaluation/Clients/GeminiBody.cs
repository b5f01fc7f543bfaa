using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>Requests and answers of <c>models.generateContent</c> (Generative Language API, v1beta).</summary>
internal static class GeminiBody
{
    /// <summary>The request: contents, a system instruction where there is one, and how to generate.</summary>
    public static byte[] Write(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            var system = messages.Where(message => message.Role == ChatRole.System).ToList();
            if (system.Count > 0)
            {
                json.WriteStartObject("systemInstruction");
                WriteParts(json, system.SelectMany(message => message.Contents));
                json.WriteEndObject();
            }

            json.WriteStartArray("contents");
            foreach (var message in messages.Where(message => message.Role != ChatRole.System))
            {
                json.WriteStartObject();
                json.WriteString("role", message.Role == ChatRole.Assistant ? "model" : "user");
                WriteParts(json, message.Contents);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("generationConfig");
            if (options?.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
            if (options?.MaxOutputTokens is { } most) json.WriteNumber("maxOutputTokens", most);
            if (options?.Seed is { } seed) json.WriteNumber("seed", (int)seed);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The answer.</summary>
    /// <param name="root">The body.</param>
    /// <param name="address">The server, for messages.</param>
    /// <exception cref="AuditSystemException">It is no answer, or all tokens went into thinking.</exception>
    public static ChatResponse Read(JsonElement root, string address)
    {
        var usage = Usage(root);
        var candidate = Member(root, "candidates") is { ValueKind: JsonValueKind.Array } candidates && candidates.GetArrayLength() > 0 ? candidates[0] : (JsonElement?)null;
        if (candidate is null && Member(root, "promptFeedback") is null) throw new AuditSystemException($"{address} sent neither candidates nor promptFeedback.");
        var finish = candidate is { } first ? Finish(Text(first, "finishReason")) : ChatFinishReason.ContentFilter;
        var parts = candidate is { } chosen && Member(chosen, "content") is { } content && Member(content, "parts") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : [];
        var text = string.Concat(parts.Where(part => Member(part, "thought") is not { ValueKind: JsonValueKind.True }).Select(part => Text(part, "text")));
        if (text.Length == 0 && finish == ChatFinishReason.Length)
            throw new AuditSystemException($"{address} spent all tokens of the answer on thinking; allow more (maxTokens of the scenario), or audit a model that does not think.");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { FinishReason = finish, ModelId = Text(root, "modelVersion"), Usage = usage };
    }

    private static void WriteParts(Utf8JsonWriter json, IEnumerable<AIContent> contents)
    {
        json.WriteStartArray("parts");
        foreach (var content in contents)
        {
            json.WriteStartObject();
            if (content is DataContent data)
            {
                json.WriteStartObject("inlineData");
                json.WriteString("mimeType", data.MediaType);
                json.WriteBase64String("data", data.Data.Span);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("text", (content as TextContent)?.Text ?? "");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static UsageDetails? Usage(JsonElement root) => Member(root, "usageMetadata") is not { } usage ? null : new UsageDetails
    {
        InputTokenCount = Count(usage, "promptTokenCount"),
        OutputTokenCount = Count(usage, "candidatesTokenCount") + (Count(usage, "thoughtsTokenCount") ?? 0),
        TotalTokenCount = Count(usage, "totalTokenCount"),
    };

    private static ChatFinishReason Finish(string? reason) => reason switch
    {
        null or "STOP" => ChatFinishReason.Stop,
        "MAX_TOKENS" => ChatFinishReason.Length,
        _ => ChatFinishReason.ContentFilter,
    };

    private static JsonElement? Member(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;

    private static string? Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } member ? member.GetString() : null;

    private static long? Count(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var count) ? count : null;
}
