using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;

namespace Audire.Evaluation.Runs;

/// <summary>
/// The body of a request as it is stored, and its key, the body's SHA-256: the hash of every clip's samples, the texts, the options, seed
/// and trial, the system's identity and engine settings. No path and no name of a system or scenario enters, so equal questions are asked once.
/// </summary>
internal static class RequestKey
{
    // Raised when what a body means changes, so that old answers are not taken for new questions.
    private const int Version = 1;

    /// <summary>The body and the key.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="clips">The hash of each recording, in order.</param>
    /// <param name="identity">Who is asked.</param>
    /// <param name="sight">For systems that see the scenario: what they see of it; else null.</param>
    /// <param name="seed">The seed that is sent.</param>
    /// <param name="trial">0 for the first asking; others are asked anew.</param>
    public static (string Body, string Key) Of(AdaptedRequest request, IReadOnlyList<string> clips, SystemIdentity identity, ScenarioContext? sight, int seed, int trial)
    {
        int clip = 0;
        RequestPart[] parts = [.. request.Parts.Select(part => part is TextPart text ? RequestPart.OfText(text.Text) : RequestPart.OfAudio(clips[clip++]))];
        return Of(parts, request.MaxTokens, request.Answers, identity, sight, seed, trial);
    }

    /// <summary>The body and the key of a request whose recordings are known by their hashes.</summary>
    public static (string Body, string Key) Of(
        IReadOnlyList<RequestPart> parts, int maxTokens, IReadOnlyList<string> answers, SystemIdentity identity, ScenarioContext? sight, int seed, int trial)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, parts, maxTokens, answers, identity, sight, seed, trial);
        var body = buffer.ToArray();
        return (Encoding.UTF8.GetString(body), Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    private static void Write(
        Utf8JsonWriter json, IReadOnlyList<RequestPart> parts, int maxTokens, IReadOnlyList<string> answers, SystemIdentity identity, ScenarioContext? sight,
        int seed, int trial)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("messages");
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        foreach (var part in parts)
        {
            json.WriteStartObject();
            if (part.Text is { } text) json.WriteString("text", text);
            else json.WriteString("audio", part.Audio);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("options");
        json.WriteNumber("maxTokens", maxTokens);
        json.WriteNumber("temperature", 0);
        json.WriteNumber("seed", seed);
        json.WriteEndObject();
        json.WriteNumber("trial", trial);
        json.WriteStartObject("system");
        json.WriteString("identity", identity.Hash);
        foreach (var (name, value) in identity.Settings.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString("setting:" + name, value);
        json.WriteEndObject();
        if (sight is not null)
        {
            json.WriteStartObject("sight");
            json.WriteString("task", sight.Task);
            WriteList(json, "answers", answers);
            WriteList(json, "expected", sight.Expected);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
