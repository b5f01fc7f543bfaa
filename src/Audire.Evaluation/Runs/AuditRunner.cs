using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Judging;
using Audire.Evaluation.Suites;

namespace Audire.Evaluation.Runs;

/// <summary>Runs a suite on systems into a run folder, and continues what was begun.</summary>
/// <remarks>One run at a time per folder (it is locked). The instance may be reused; it holds no state between runs.</remarks>
public sealed class AuditRunner
{
    private readonly TimeProvider _time;
    private readonly RunWrites _writes;

    /// <summary>Makes a runner.</summary>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <param name="writes">The gate of all writes. Default: one that refuses nothing.</param>
    public AuditRunner(TimeProvider? time = null, RunWrites? writes = null)
    {
        _time = time ?? TimeProvider.System;
        _writes = writes ?? RunWrites.Plain;
    }

    /// <summary>Asks what is not stored yet, scores everything, and writes the derived files.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="systems">The systems, baselines among them where they are wanted; names must differ.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after every instance, from the thread that finished it.</param>
    /// <param name="cancellationToken">Stops the run: answers that have arrived are stored, requests in flight are given up.</param>
    /// <exception cref="RunException">The folder holds another run, cannot be written, or is in use.</exception>
    /// <exception cref="SuiteException">A scenario selects nothing.</exception>
    /// <exception cref="AuditSystemException">A system cannot be started.</exception>
    public async Task<RunOutcome> RunAsync(
        Suite suite, IReadOnlyList<ISystem> systems, RunOptions options, IProgress<RunProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        if (systems.GroupBy(s => s.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new RunException($"Two systems are named '{twice.Key}'.");
        var scenarios = PlannedScenario.Of(suite, options);
        RequireWork(suite, scenarios, systems);
        if (options.MaxCost is not null && systems.Append(options.Judge).FirstOrDefault(s => s?.Identity.Kind == "remote" && s.Capabilities.Price is null) is { } unpriced)
            throw new RunException($"--max-cost needs a price, and none is known for {unpriced.Name}; state one in the keys file.");

        CreateFolder(options);
        using var folderLock = RunLock.Take(options.Directory, _writes);
        using var store = RunStore.Open(options.Directory, _writes);
        Begin(store, suite, systems, scenarios, options);
        var cost = new CostMeter(options.MaxCost);
        // What was spent before a resume counts against the bound.
        var begun = store.ReadSpec()!;
        cost.Add(UsageBuilder.Build(store.ReadAll(), begun.Systems).Concat(UsageBuilder.OfJudge(begun.Judge, store)).Sum(usage => usage.Cost ?? 0));
        var sender = new RequestSender(store, _time, cost, suite.Seed);
        var meter = new ProgressMeter(_time, progress, scenarios.Sum(s => s.Instances.Count * systems.Count(s.IsFor)));
        var asking = new Asking(store, _writes, sender, meter, suite.Seed, options);
        foreach (var system in systems)
        {
            foreach (var scenario in scenarios.Where(scenario => scenario.IsFor(system)))
                await asking.AskAsync(system, scenario, cancellationToken);
            system.Rest();
        }

        int unjudged = await JudgeAsync(store, sender, options, cancellationToken);
        var stats = RunScorer.Score(store);
        RunFiles.Write(options.Directory, store, _writes);
        return new RunOutcome(options.Directory, stats, [.. Problems(stats, options, sender, unjudged)], sender.Asked);
    }

    /// <summary>Scores a run folder anew from its stored answers and writes the derived files; nothing is asked.</summary>
    /// <exception cref="RunException">It is no run folder, cannot be written, or is in use.</exception>
    public RunStats Rescore(string directory)
    {
        using (RunFolder.Open(directory)) { }
        using var folderLock = RunLock.Take(directory, _writes);
        using var store = RunStore.Open(directory, _writes);
        var stats = RunScorer.Score(store);
        RunFiles.Write(directory, store, _writes);
        return stats;
    }

    private static async Task<int> JudgeAsync(RunStore store, RequestSender sender, RunOptions options, CancellationToken cancellationToken)
    {
        var spec = store.ReadSpec()!;
        if (options.Judge is not { } judge || JudgeBook.Of(spec) is not { } book) return 0;
        var pass = new JudgePass(store, sender, judge, book, options.Concurrency);
        await pass.RunAsync(spec, cancellationToken);
        return pass.Failed;
    }

    private void Begin(RunStore store, Suite suite, IReadOnlyList<ISystem> systems, IReadOnlyList<PlannedScenario> scenarios, RunOptions options)
    {
        var spec = new RunSpec
        {
            Suite = suite.ToRecord(),
            Arguments = new RunArguments(options.Given, InForce(suite, options)),
            Systems = [.. systems.Select(SystemRecord.Of)],
            Judge = options.Judge is { } judge ? SystemRecord.Of(judge) : null,
            JudgePrompt = options.RatingPrompt?.Text,
            Scenarios = [.. scenarios.Select(s => s.ToRecord())],
            NotRun = PlannedScenario.NotRun(suite, options),
            Environment = RunEnvironments.Capture(options.Engine),
            Started = _time.GetUtcNow(),
        };
        if (store.ReadSpec() is not { } begun)
        {
            store.SaveSpec(spec);
            return;
        }

        if (!options.Resume) throw new RunException($"{options.Directory} holds a run already; continue it with --resume, or name another folder.");
        RunResumption.Require(begun, spec, options.Directory);
    }

    private void CreateFolder(RunOptions options)
    {
        var database = Path.Combine(options.Directory, RunPaths.Database);
        if (options.Resume && !File.Exists(database)) throw new RunException($"{options.Directory} holds no run to continue.");
        _writes.Database(database, "create the folder", () => System.IO.Directory.CreateDirectory(Path.Combine(options.Directory, "clips")));
    }

    private static void RequireWork(Suite suite, IReadOnlyList<PlannedScenario> scenarios, IReadOnlyList<ISystem> systems)
    {
        if (scenarios.Count == 0)
            throw new RunException($"{suite.Manifest.Path} has no clips for any scenario of {suite.Name}: {suite.Scenarios[0].Name} wants {PlannedScenario.Wanting(suite, suite.Scenarios[0])}, for one.");
        if (systems.FirstOrDefault(system => !scenarios.Any(s => s.IsFor(system))) is { } idle)
            throw new RunException($"{idle.Name} can do none of the scenarios: it does {string.Join(", ", idle.Capabilities.Tasks)}.");
    }

    private static SortedDictionary<string, string> InForce(Suite suite, RunOptions options) => new(StringComparer.Ordinal)
    {
        ["aspects"] = string.Join(',', options.Aspects),
        ["compat"] = options.CompatibleWithHelm ? "helm" : "",
        ["concurrency"] = options.Concurrency.ToString(CultureInfo.InvariantCulture),
        ["limit"] = options.Limit?.ToString(CultureInfo.InvariantCulture) ?? "",
        ["maxCost"] = options.MaxCost?.ToString("R", CultureInfo.InvariantCulture) ?? "",
        ["maxFailed"] = options.MaxFailed.ToString("R", CultureInfo.InvariantCulture),
        ["quick"] = options.Quick ? "true" : "false",
        ["seed"] = suite.Seed.ToString(CultureInfo.InvariantCulture),
        ["shard"] = options.Shard.ToString(),
    };

    private static IEnumerable<string> Problems(RunStats stats, RunOptions options, RequestSender asking, int unjudged)
    {
        double share = stats.Planned == 0 ? 0 : (double)stats.Failed / stats.Planned;
        if (share > options.MaxFailed)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{stats.Failed} of {stats.Planned} instances failed, and {options.MaxFailed:P0} may; the first: {asking.FirstFailure ?? "see items.jsonl"}");
        if (asking.CostExhausted)
            yield return string.Create(CultureInfo.InvariantCulture, $"Stopped before spending more than {options.MaxCost}; raise --max-cost and continue with --resume {options.Directory}.");
        if (unjudged > 0) yield return $"{unjudged} answers were not judged, the first failure: {asking.FirstFailure}; continue with --resume {options.Directory}.";
        foreach (var broken in options.FailUnder.SelectMany(rule => rule.Broken(stats.Cells))) yield return broken;
    }
}
