using System.Collections.Concurrent;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Runs;

/// <summary>Puts instances to systems, each question once, and stores every answer as it arrives.</summary>
internal sealed class Asking
{
    // Every system hears every clip: this much of what was prepared is kept for the next one.
    private const long ClipBytes = 256 << 20;

    private readonly RunStore _store;
    private readonly RunWrites _writes;
    private readonly TimeProvider _time;
    private readonly int _seed;
    private readonly RunOptions _options;
    private readonly ProgressMeter _meter;
    private readonly CostMeter _cost;
    private readonly Dictionary<(string System, string Scenario, string Instance), string> _known;

    // Two scenarios may ask one question; with several requests in flight the second waits for the first.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _inFlight = new(StringComparer.Ordinal);
    private readonly Lock _clipGate = new();
    private readonly ClipCache _clips = new(ClipBytes);
    private int _asked;

    public Asking(RunStore store, RunWrites writes, TimeProvider time, int seed, RunOptions options, IProgress<RunProgress>? progress, int total)
    {
        _store = store;
        _writes = writes;
        _time = time;
        _seed = seed;
        _options = options;
        _meter = new ProgressMeter(time, progress, total);
        _cost = new CostMeter(options.MaxCost);
        var rows = store.ReadAll();
        _known = rows.ToDictionary(row => (row.Item.System, row.Item.Scenario, row.Item.Instance), row => row.Item.Key);
        // What was spent before a resume counts against the bound.
        _cost.Add(UsageBuilder.Build(rows, store.ReadSpec()!.Systems).Sum(usage => usage.Cost ?? 0));
    }

    /// <summary>Requests that were sent.</summary>
    public int Asked => _asked;

    /// <summary>Why the first failed instance failed; null where none did.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>True where the bound on costs kept a request from being sent.</summary>
    public bool CostExhausted => _cost.Exhausted;

    /// <summary>Asks a system everything of a scenario that is not stored.</summary>
    public async Task AskAsync(ISystem system, PlannedScenario scenario, CancellationToken cancellationToken)
    {
        var context = scenario.Context(_seed);
        var client = new Lazy<IChatClient>(() => system.Open(context));
        await Parallel.ForEachAsync(
            scenario.Instances.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken },
            async (entry, token) =>
            {
                var (ordinal, instance) = entry;
                var outcome = await AskOneAsync(system, scenario.Definition, context, client, instance, ordinal, token);
                _meter.Report(outcome, system.Name, scenario.Definition.Name);
            });
    }

    private async Task<AskOutcome> AskOneAsync(
        ISystem system, ScenarioDefinition scenario, ScenarioContext context, Lazy<IChatClient> client, Instance instance, int ordinal, CancellationToken token)
    {
        var request = Adapters.Adapt(scenario, instance);
        PreparedClip[] clips;
        try
        {
            clips = [.. request.Parts.OfType<ClipPart>().Select(part => _clips.Get(part.Clip))];
        }
        catch (Exception e) when (e is Audio.AudioFormatException or IOException or UnauthorizedAccessException)
        {
            var unreadable = Unreadable(system, instance);
            SaveItem(system, scenario, request, instance, ordinal, unreadable, []);
            return Fail(unreadable.Key, e.Message, 0);
        }

        var (body, key) = RequestKey.Of(
            request, [.. clips.Select(clip => clip.Record.Hash)], system.Identity, system.Capabilities.SeesScenario ? context : null, _seed, trial: 0);
        foreach (var clip in clips) StoreClip(clip);
        SaveItem(system, scenario, request, instance, ordinal, new StoredRequest(key, system.Name, body), clips);

        var gate = _inFlight.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(token);
        try
        {
            return _store.FindAnswer(key) is not null ? AskOutcome.Reused : await SendAsync(system, client.Value, request, clips, key, token);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<AskOutcome> SendAsync(ISystem system, IChatClient client, AdaptedRequest request, PreparedClip[] clips, string key, CancellationToken token)
    {
        double audioSeconds = clips.Sum(clip => clip.Record.Seconds);
        var price = system.Capabilities.Price;
        double reserved = price is null ? 0 : CostMeter.Estimate(price, request, audioSeconds);
        if (!_cost.TryReserve(reserved)) return AskOutcome.NotAsked;
        long start = _time.GetTimestamp();
        double spent = 0;
        try
        {
            Interlocked.Increment(ref _asked);
            var response = await client.GetResponseAsync([ToMessage(request, clips)], ToOptions(request), token);
            var seconds = _time.GetElapsedTime(start).TotalSeconds;
            var usage = response.Usage;
            if (price is not null)
                spent = usage?.InputTokenCount is { } input ? CostMeter.Cost(price, input, usage.OutputTokenCount ?? request.MaxTokens, audioSeconds) : reserved;
            _store.SaveAnswer(key, new StoredAnswer(
                response.Text, response.FinishReason?.Value, response.ModelId, usage?.InputTokenCount, usage?.OutputTokenCount, seconds, _time.GetUtcNow(),
                response.AdditionalProperties?.TryGetValue(RawBody.Property, out var raw) == true ? raw as string : null));
            return AskOutcome.Answered;
        }
        catch (Exception e) when (e is not RunException && !token.IsCancellationRequested)
        {
            return Fail(key, e.Message, _time.GetElapsedTime(start).TotalSeconds);
        }
        finally
        {
            _cost.Settle(reserved, spent);
        }
    }

    private AskOutcome Fail(string key, string error, double seconds)
    {
        error = OneLine(error);
        FirstFailure ??= error;
        _store.SaveFailure(key, error, seconds, _time.GetUtcNow());
        return AskOutcome.Failed;
    }

    private void SaveItem(
        ISystem system, ScenarioDefinition scenario, AdaptedRequest request, Instance instance, int ordinal, StoredRequest stored, PreparedClip[] clips)
    {
        if (_known.TryGetValue((system.Name, scenario.Name, instance.Id), out var key) && key == stored.Key) return;
        _store.SaveItem(stored, new StoredItem(
            system.Name, scenario.Name, scenario.Aspect, instance.Id, ordinal, stored.Key, request.Prompt, [.. clips.Select(clip => clip.Record)],
            instance.References, instance.Choices, instance.Groups));
    }

    private void StoreClip(PreparedClip clip)
    {
        var path = RunPaths.Clip(_options.Directory, clip.Record.Hash);
        lock (_clipGate)
        {
            // Named by content: what is there is right, since files are moved into place whole.
            if (!File.Exists(path)) _writes.File(path, clip.Wav);
        }
    }

    // A recording that cannot be opened has no content to be keyed by; this request is never sent, and tried again when the run goes on.
    private static StoredRequest Unreadable(ISystem system, Instance instance) =>
        new($"unreadable:{system.Name}:{instance.Id}", system.Name, "{}");

    private static string OneLine(string error)
    {
        var line = error.ReplaceLineEndings(" ").Trim();
        return line.Length <= 1000 ? line : line[..1000] + "…";
    }

    private static ChatMessage ToMessage(AdaptedRequest request, PreparedClip[] clips)
    {
        int next = 0;
        return new ChatMessage(ChatRole.User, [.. request.Parts.Select<Part, AIContent>(part => part switch
        {
            TextPart text => new TextContent(text.Text),
            _ => new DataContent(clips[next++].Wav, "audio/wav"),
        })]);
    }

    private AuditOptions ToOptions(AdaptedRequest request) =>
        new() { MaxOutputTokens = request.MaxTokens, Temperature = 0, Seed = _seed, Answers = request.Answers };
}

/// <summary>What became of an instance.</summary>
internal enum AskOutcome
{
    /// <summary>It was asked and answered.</summary>
    Answered,

    /// <summary>Its answer was stored already.</summary>
    Reused,

    /// <summary>It failed.</summary>
    Failed,

    /// <summary>It was not asked, since that might have cost too much.</summary>
    NotAsked,
}
