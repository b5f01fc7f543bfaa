using System.Collections.Concurrent;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Runs;

/// <summary>Sends requests, each question once, within the bound on costs, and stores what comes back. Thread safe.</summary>
internal sealed class RequestSender(RunStore store, TimeProvider time, CostMeter cost, int seed)
{
    // Two scenarios may ask one question; with several requests in flight the second waits for the first.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _inFlight = new(StringComparer.Ordinal);
    private int _asked;

    /// <summary>Requests that were sent.</summary>
    public int Asked => _asked;

    /// <summary>Why the first failed request failed; null where none did.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>True where the bound on costs kept a request from being sent.</summary>
    public bool CostExhausted => cost.Exhausted;

    /// <summary>Asks what is not stored; the request itself must be.</summary>
    public async Task<AskOutcome> AskAsync(
        ISystem system, Lazy<IChatClient> client, AdaptedRequest request, IReadOnlyList<PreparedClip> clips, string key, CancellationToken token)
    {
        var gate = _inFlight.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(token);
        try
        {
            return store.FindAnswer(key) is not null ? AskOutcome.Reused : await SendAsync(system, client.Value, request, clips, key, token);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<AskOutcome> SendAsync(ISystem system, IChatClient client, AdaptedRequest request, IReadOnlyList<PreparedClip> clips, string key, CancellationToken token)
    {
        double audioSeconds = clips.Sum(clip => clip.Record.Seconds);
        var price = system.Capabilities.Price;
        double reserved = price is null ? 0 : CostMeter.Estimate(price, request, audioSeconds);
        if (!cost.TryReserve(reserved)) return AskOutcome.NotAsked;
        long start = time.GetTimestamp();
        double spent = 0;
        try
        {
            Interlocked.Increment(ref _asked);
            var response = await client.GetResponseAsync([ToMessage(request, clips)], ToOptions(request), token);
            var seconds = time.GetElapsedTime(start).TotalSeconds;
            var answer = StoredAnswer.Of(response, seconds, time.GetUtcNow());
            if (price is not null)
                spent = answer.InputTokens is { } input ? CostMeter.Cost(price, input, answer.OutputTokens ?? request.MaxTokens, audioSeconds) : reserved;
            store.SaveAnswer(key, answer);
            return AskOutcome.Answered;
        }
        catch (Exception e) when (e is not RunException && !token.IsCancellationRequested)
        {
            return Fail(key, e.Message, time.GetElapsedTime(start).TotalSeconds);
        }
        finally
        {
            cost.Settle(reserved, spent);
        }
    }

    /// <summary>Keeps why a request failed.</summary>
    public AskOutcome Fail(string key, string error, double seconds)
    {
        error = OneLine(error);
        FirstFailure ??= error;
        store.SaveFailure(key, error, seconds, time.GetUtcNow());
        return AskOutcome.Failed;
    }

    private static string OneLine(string error)
    {
        var line = error.ReplaceLineEndings(" ").Trim();
        return line.Length <= 1000 ? line : line[..1000] + "…";
    }

    private static ChatMessage ToMessage(AdaptedRequest request, IReadOnlyList<PreparedClip> clips)
    {
        int next = 0;
        return new ChatMessage(ChatRole.User, [.. request.Parts.Select<Part, AIContent>(part => part switch
        {
            TextPart text => new TextContent(text.Text),
            _ => new DataContent(clips[next++].Wav, "audio/wav"),
        })]);
    }

    private AuditOptions ToOptions(AdaptedRequest request) =>
        new() { MaxOutputTokens = request.MaxTokens, Temperature = 0, Seed = seed, Answers = request.Answers };
}
