using Audire.Evaluation.Clients;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Runs;

/// <summary>An answer as it is kept: what came back for one request, once.</summary>
/// <param name="Answer">The text.</param>
/// <param name="Finish">Why it ended (<c>stop</c>, <c>length</c>), where told.</param>
/// <param name="Model">What the system calls the model that answered.</param>
/// <param name="InputTokens">Tokens read, where told.</param>
/// <param name="OutputTokens">Tokens written, where told.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Received">When it arrived.</param>
/// <param name="Raw">The body as a remote system sent it, null for local ones.</param>
internal sealed record StoredAnswer(
    string Answer, string? Finish, string? Model, long? InputTokens, long? OutputTokens, double Seconds, DateTimeOffset Received, string? Raw)
{
    /// <summary>The answer in a client's response.</summary>
    public static StoredAnswer Of(ChatResponse response, double seconds, DateTimeOffset received) => new(
        response.Text, response.FinishReason?.Value, response.ModelId, response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, seconds, received,
        response.AdditionalProperties?.TryGetValue(RawBody.Property, out var raw) == true ? raw as string : null);
}

/// <summary>A request as it is kept: its key is the SHA-256 of its body.</summary>
internal sealed record StoredRequest(string Key, string System, string Body);

/// <summary>An instance put to a system: which request it is, and what the report shows of it.</summary>
internal sealed record StoredItem(
    string System, string Scenario, string Aspect, string Instance, int Ordinal, string Key, string Prompt, IReadOnlyList<ClipRecord> Clips,
    IReadOnlyList<string> References, IReadOnlyList<string> Choices, IReadOnlyDictionary<string, string> Groups);

/// <summary>A score as it is kept: a value and what it weighs in a mean (words of the reference for an error rate, else 1).</summary>
internal sealed record StoredScore(string System, string Scenario, string Instance, string Metric, double Value, double Weight);
