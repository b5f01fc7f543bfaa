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
    private readonly int _seed;
    private readonly RunOptions _options;
    private readonly ProgressMeter _meter;
    private readonly RequestSender _sender;
    private readonly Dictionary<(string System, string Scenario, string Instance), string> _known;

    private readonly Lock _clipGate = new();
    private readonly ClipCache _clips = new(ClipBytes);

    public Asking(RunStore store, RunWrites writes, RequestSender sender, ProgressMeter meter, int seed, RunOptions options)
    {
        _store = store;
        _writes = writes;
        _seed = seed;
        _options = options;
        _meter = meter;
        _sender = sender;
        _known = store.ReadAll().ToDictionary(row => (row.Item.System, row.Item.Scenario, row.Item.Instance), row => row.Item.Key);
    }

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
            return _sender.Fail(unreadable.Key, e.Message, 0);
        }

        var (body, key) = RequestKey.Of(
            request, [.. clips.Select(clip => clip.Record.Hash)], system.Identity, system.Capabilities.SeesScenario ? context : null, _seed, trial: 0);
        foreach (var clip in clips) StoreClip(clip);
        SaveItem(system, scenario, request, instance, ordinal, new StoredRequest(key, system.Name, body), clips);

        return await _sender.AskAsync(system, client, request, clips, key, token);
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
