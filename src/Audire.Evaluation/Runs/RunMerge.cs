namespace Audire.Evaluation.Runs;

/// <summary>Joins run folders: shards of one run, or runs of one suite on different systems.</summary>
/// <remarks>Answers are taken as they are stored, the first of a request where several folders hold one; nothing is asked.</remarks>
public static class RunMerge
{
    /// <summary>Writes a new run folder from others and scores it.</summary>
    /// <param name="sources">Two folders at least.</param>
    /// <param name="directory">The new folder; it must not hold a run.</param>
    /// <param name="writes">The gate of all writes. Default: one that refuses nothing.</param>
    /// <exception cref="RunException">Suites differ, a system of one name differs, the folder holds a run, or a source is no run folder.</exception>
    public static RunStats Merge(IReadOnlyList<string> sources, string directory, RunWrites? writes = null)
    {
        writes ??= RunWrites.Plain;
        if (sources.Count < 2) throw new RunException("Name two run folders at least to merge.");
        var runs = new List<RunFolder>();
        try
        {
            foreach (var source in sources) runs.Add(RunFolder.Open(source));
            return Merge(runs, directory, writes);
        }
        finally
        {
            runs.ForEach(run => run.Dispose());
        }
    }

    private static RunStats Merge(List<RunFolder> runs, string directory, RunWrites writes)
    {
        var spec = Spec(runs);
        if (File.Exists(Path.Combine(directory, RunPaths.Database))) throw new RunException($"{directory} holds a run already; name another folder.");
        writes.Database(Path.Combine(directory, RunPaths.Database), "create the folder", () => Directory.CreateDirectory(Path.Combine(directory, "clips")));
        using var folderLock = RunLock.Take(directory, writes);
        using var store = RunStore.Open(directory, writes);
        store.SaveSpec(spec);
        foreach (var run in runs) Copy(run, store, directory, writes);
        runs.ForEach(run => CopyJudgements(run, store));
        runs.ForEach(run => CopyGiven(run, store));
        var stats = RunScorer.Score(store);
        RunFiles.Write(directory, store, writes);
        return stats;
    }

    private static void Copy(RunFolder run, RunStore store, string directory, RunWrites writes)
    {
        var requests = run.Store.ReadRequests().ToDictionary(request => request.Key, StringComparer.Ordinal);
        foreach (var (item, answer, error) in run.Store.ReadAll())
        {
            // An instance that failed in one folder and was answered in another is answered.
            if (answer is null && store.FindAnswer(item.Key) is null && error is null) continue;
            store.SaveItem(requests[item.Key], item);
            if (answer is not null) store.SaveAnswer(item.Key, answer);
            else store.SaveFailure(item.Key, error!, 0, run.Spec.Started);
            foreach (var clip in item.Clips) CopyClip(run.ClipPath(clip.Hash), RunPaths.Clip(directory, clip.Hash), writes);
        }
    }

    private static void CopyGiven(RunFolder run, RunStore store)
    {
        foreach (var values in run.Store.ReadGiven().GroupBy(value => (value.System, value.Scenario, value.Instance)))
            store.SaveGiven(values.Key.System, values.Key.Scenario, values.Key.Instance, values.Select(value => KeyValuePair.Create(value.Metric, value.Value)));
    }

    // A judge's requests belong to no item.
    private static void CopyJudgements(RunFolder run, RunStore store)
    {
        if (run.Spec.Judge is not { } judge) return;
        foreach (var request in run.Store.ReadRequests().Where(request => request.System == judge.Name))
        {
            store.SaveRequest(request);
            if (run.Store.FindAnswer(request.Key) is { } answer) store.SaveAnswer(request.Key, answer);
        }
    }

    private static void CopyClip(string from, string to, RunWrites writes)
    {
        if (File.Exists(to) || !File.Exists(from)) return;
        using var source = File.OpenRead(from);
        writes.File(to, source.CopyTo);
    }

    private static RunSpec Spec(List<RunFolder> runs)
    {
        var first = runs[0].Spec;
        if (runs.FirstOrDefault(run => run.Spec.Suite.Hash != first.Suite.Hash) is { } other)
            throw new RunException($"{other.Directory} ran another suite ({other.Spec.Suite.Name}) than {runs[0].Directory} ({first.Suite.Name}), or another version of it.");
        if (runs.FirstOrDefault(run => (run.Spec.Judge?.Name, run.Spec.Judge?.Identity) != (first.Judge?.Name, first.Judge?.Identity) || run.Spec.JudgePrompt != first.JudgePrompt) is { } judged)
            throw new RunException($"{judged.Directory} has another judge ({judged.Spec.Judge?.Name ?? "none"}) than {runs[0].Directory} ({first.Judge?.Name ?? "none"}).");
        var systems = new Dictionary<string, SystemRecord>(StringComparer.Ordinal);
        foreach (var (run, system) in runs.SelectMany(run => run.Spec.Systems.Select(system => (run, system))))
            if (!systems.TryAdd(system.Name, system) && systems[system.Name].Identity != system.Identity)
                throw new RunException($"{system.Name} in {run.Directory} has other weights or another configuration than in the folders before it.");
        var scenarios = runs.SelectMany(run => run.Spec.Scenarios).GroupBy(scenario => scenario.Name, StringComparer.Ordinal)
            .Select(same => same.First() with { Instances = runs.SelectMany(run => Instances(run, same.Key)).Distinct(StringComparer.Ordinal).Count() });
        return first with
        {
            Systems = [.. systems.Values],
            Scenarios = [.. scenarios],
            Arguments = first.Arguments with { InForce = new SortedDictionary<string, string>(first.Arguments.InForce.ToDictionary(), StringComparer.Ordinal) { ["shard"] = "merged" } },
            Started = runs.Min(run => run.Spec.Started),
        };
    }

    private static IEnumerable<string> Instances(RunFolder run, string scenario) =>
        run.Items.Where(item => item.Scenario == scenario).Select(item => item.Instance);
}
