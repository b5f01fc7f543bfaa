using System.Text.Json;

namespace Audire.Evaluation.Runs;

/// <summary>A part of a stored request: a text, or the hash of a recording.</summary>
/// <param name="Text">The text; null for a recording.</param>
/// <param name="Audio">The recording's hash; null for a text.</param>
internal readonly record struct RequestPart(string? Text, string? Audio)
{
    public static RequestPart OfText(string text) => new(text, null);

    public static RequestPart OfAudio(string hash) => new(null, hash);
}

/// <summary>What the stored body of a request says (<see cref="RequestKey"/> writes it).</summary>
/// <param name="Parts">The one user message.</param>
/// <param name="MaxTokens">Most tokens of the answer.</param>
internal sealed record RequestBody(IReadOnlyList<RequestPart> Parts, int MaxTokens)
{
    /// <summary>Reads a body; null where it holds no message, as that of a request that was never sent because its recording could not be opened.</summary>
    public static RequestBody? Read(string body)
    {
        using var json = JsonDocument.Parse(body);
        if (!json.RootElement.TryGetProperty("messages", out var messages)) return null;
        var parts = messages[0].GetProperty("content").EnumerateArray().Select(part => part.TryGetProperty("text", out var text)
            ? RequestPart.OfText(text.GetString()!) : RequestPart.OfAudio(part.GetProperty("audio").GetString()!));
        return new RequestBody([.. parts], json.RootElement.GetProperty("options").GetProperty("maxTokens").GetInt32());
    }
}
