using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Audire.Audio;
using Audire.Evaluation.Suites;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>
/// The body of a request as JSON in whose texts placeholders stand: <c>{{text}}</c> (all texts, a line each), <c>{{audio_wav_base64}}</c> (the
/// recording as a 16-bit WAV file), <c>{{audio_base64}}</c> (its samples alone: 16 bit, little endian, 16 kHz, one channel), <c>{{max_tokens}}</c>, <c>{{temperature}}</c>, <c>{{seed}}</c>.
/// </summary>
/// <remarks>The template is parsed before it is filled, so what is filled in cannot change its structure. A text that is one numeric placeholder becomes a number. Immutable.</remarks>
internal sealed partial class HttpBodyTemplate
{
    private static readonly string[] Known = ["text", "audio_wav_base64", "audio_base64", "max_tokens", "temperature", "seed"];
    private readonly string _json;
    private readonly bool _hears;

    private HttpBodyTemplate(string json, bool hears) => (_json, _hears) = (json, hears);

    /// <summary>Reads a template.</summary>
    /// <exception cref="AuditSystemException">It is no JSON, or a placeholder is unknown.</exception>
    public static HttpBodyTemplate Parse(string json, string path)
    {
        try
        {
            if (JsonNode.Parse(json) is null) throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new AuditSystemException($"{path}: 'body' is no JSON: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}. Placeholders stand inside texts: \"prompt\": \"{{{{text}}}}\".", e);
        }

        string[] names = [.. Placeholder().Matches(json).Select(match => match.Groups[1].Value)];
        if (names.FirstOrDefault(name => !Known.Contains(name)) is { } unknown)
            throw new AuditSystemException($"{path}: 'body' has the placeholder '{SafePath.Shorten(unknown)}'; known are {string.Join(", ", Known)}.");
        if (!names.Contains("text")) throw new AuditSystemException($"{path}: 'body' has no {{{{text}}}}, so nothing would be asked.");
        return new HttpBodyTemplate(json, names.Any(name => name.StartsWith("audio", StringComparison.Ordinal)));
    }

    /// <summary>The body of a request.</summary>
    /// <exception cref="AuditSystemException">There are more recordings than the template can send.</exception>
    public byte[] Fill(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var contents = messages.SelectMany(message => message.Contents).ToList();
        DataContent[] clips = [.. contents.OfType<DataContent>()];
        if (clips.Length > 1 || (clips.Length == 1 && !_hears))
            throw new AuditSystemException($"The request has {clips.Length} recordings, and the server's description sends {(_hears ? "one" : "none")}.");
        var clip = clips.Length == 1 ? clips[0].Data : ReadOnlyMemory<byte>.Empty;
        var text = string.Join('\n', contents.OfType<TextContent>().Select(content => content.Text)).Trim();
        var root = JsonNode.Parse(_json)!;
        return Encoding.UTF8.GetBytes((Filled(root) ?? root).ToJsonString());

        // A replaced value, or null where the node was changed in place.
        JsonNode? Filled(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject members:
                    foreach (var (name, value) in members.ToList())
                        if (Filled(value) is { } replaced) members[name] = replaced;
                    return null;
                case JsonArray items:
                    for (int i = 0; i < items.Count; i++)
                        if (Filled(items[i]) is { } replaced) items[i] = replaced;
                    return null;
                case JsonValue value when value.TryGetValue<string>(out var template) && Placeholder().IsMatch(template):
                    return Number(template) ?? JsonValue.Create(Placeholder().Replace(template, match => Value(match.Groups[1].Value)));
                default:
                    return null;
            }
        }

        JsonValue? Number(string template) => template switch
        {
            "{{max_tokens}}" => JsonValue.Create(options?.MaxOutputTokens ?? 100),
            "{{temperature}}" => JsonValue.Create(options?.Temperature ?? 0),
            "{{seed}}" => JsonValue.Create(options?.Seed ?? 0),
            _ => null,
        };

        string Value(string name) => name switch
        {
            "text" => text,
            "audio_wav_base64" => Convert.ToBase64String(clip.Span),
            "audio_base64" => Convert.ToBase64String(Samples(clip)),
            _ => Number($"{{{{{name}}}}}")!.ToJsonString(),
        };
    }

    private static byte[] Samples(ReadOnlyMemory<byte> wav)
    {
        if (wav.IsEmpty) return [];
        var speech = AudioDecoder.Decode(wav).ToSpeech();
        // Behind the header of a 16-bit WAV file stand the samples and nothing else.
        return WavWriter.Encode(speech)[^(2 * speech.Length)..];
    }

    [GeneratedRegex(@"\{\{([^{}]*)\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
