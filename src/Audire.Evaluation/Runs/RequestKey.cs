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
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, request, clips, identity, sight, seed, trial);
        var body = buffer.ToArray();
        return (Encoding.UTF8.GetString(body), Convert.ToHexStringLower(SHA256.HashData(body)));
    }

    private static void Write(
        Utf8JsonWriter json, AdaptedRequest request, IReadOnlyList<string> clips, SystemIdentity identity, ScenarioContext? sight, int seed, int trial)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteStartArray("messages");
        json.WriteStartObject();
        json.WriteString("role", "user");
        json.WriteStartArray("content");
        int clip = 0;
        foreach (var part in request.Parts)
        {
            json.WriteStartObject();
            if (part is TextPart text) json.WriteString("text", text.Text);
            else json.WriteString("audio", clips[clip++]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartObject("options");
        json.WriteNumber("maxTokens", request.MaxTokens);
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
            WriteList(json, "answers", request.Answers);
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
