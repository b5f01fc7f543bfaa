using System.Security.Cryptography;
using System.Text;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs.Helm;

namespace Audire.Evaluation.Runs.Importing;

/// <summary>What an import brought.</summary>
/// <param name="Stats">All numbers, computed from the answers.</param>
/// <param name="Runs">System and scenario pairs.</param>
/// <param name="AbsentClips">Recordings that are not there; their answers count, and they cannot be played.</param>
public sealed record ImportOutcome(RunStats Stats, int Runs, int AbsentClips);

/// <summary>Makes a run folder out of results of HELM, or out of answers that were exported as JSON lines.</summary>
/// <remarks>Answers are scored by the rules here, HELM's own metrics beside ours; what only the other program can compute is kept as <c>reported:NAME</c>.</remarks>
public static class RunImport
{
    private const int MaxRuns = 10_000;

    /// <summary>Imports into a new run folder.</summary>
    /// <param name="source">A run folder of HELM, a folder that holds some (a suite, <c>benchmark_output</c>), a folder with <c>items.jsonl</c>, or such a file.</param>
    /// <param name="directory">The new run folder.</param>
    /// <param name="writes">The gate of all writes. Default: one that refuses nothing.</param>
    /// <param name="cancellationToken">Checked before each run.</param>
    /// <exception cref="RunException">There is nothing to import, a file is malformed, or the folder holds a run already.</exception>
    public static ImportOutcome Import(string source, string directory, RunWrites? writes = null, CancellationToken cancellationToken = default)
    {
        writes ??= RunWrites.Plain;
        var (lines, folders) = Find(source);
        var database = Path.Combine(directory, RunPaths.Database);
        if (File.Exists(database)) throw new RunException($"{directory} holds a run already; name another folder.");
        writes.Database(database, "create the folder", () => Directory.CreateDirectory(Path.Combine(directory, "clips")));
        using var folderLock = RunLock.Take(directory, writes);
        var clips = new ImportedClips(DataFolder(source), directory, writes);
        var runs = lines is not null ? ItemLines.Read(lines, directory, writes) : ReadHelm(folders, clips, cancellationToken);
        if (runs.GroupBy(run => (run.System, run.Scenario.Name)).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new RunException($"{source} holds {twice.Key.Name} by {twice.Key.System} twice; import one suite at a time.");
        using var store = RunStore.Open(directory, writes);
        store.SaveSpec(Spec(source, runs));
        foreach (var run in runs) Save(store, run);
        var stats = RunScorer.Score(store);
        RunFiles.Write(directory, store, writes);
        return new ImportOutcome(stats, runs.Count, clips.Absent);
    }

    private static List<ImportedRun> ReadHelm(IReadOnlyList<string> folders, ImportedClips clips, CancellationToken cancellationToken)
    {
        var runs = new List<ImportedRun>();
        foreach (var folder in folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            runs.Add(HelmReader.Read(folder, clips));
        }

        return runs;
    }

    private static (string? Lines, IReadOnlyList<string> Folders) Find(string source)
    {
        if (File.Exists(source)) return (source, []);
        if (!Directory.Exists(source)) throw new RunException($"There is no folder or file {source}.");
        if (HelmReader.IsRun(source)) return (null, [source]);
        if (File.Exists(Path.Combine(source, RunPaths.Items))) return (Path.Combine(source, RunPaths.Items), []);
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, AttributesToSkip = FileAttributes.ReparsePoint };
        var found = Directory.EnumerateDirectories(source, "*", options).Where(HelmReader.IsRun).Take(MaxRuns + 1).Order(StringComparer.Ordinal).ToList();
        return found.Count switch
        {
            0 => throw new RunException($"{source} holds neither HELM's {HelmNames.RunSpec} and {HelmNames.ScenarioState} nor {RunPaths.Items}: nothing to import."),
            > MaxRuns => throw new RunException($"{source} holds more than {MaxRuns} runs; import one suite at a time."),
            _ => (null, found),
        };
    }

    // HELM keeps recordings beside "runs", under "scenarios".
    private static string DataFolder(string source)
    {
        for (var at = new DirectoryInfo(source); at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "runs")) && Directory.Exists(Path.Combine(at.FullName, "scenarios"))) return at.FullName;
        return Path.GetFullPath(source);
    }

    private static void Save(RunStore store, ImportedRun run)
    {
        foreach (var (ordinal, item) in run.Items.Index())
        {
            // Who asks the same twice elsewhere may have got two answers: here each instance keeps its own.
            var identity = Identity(run.System, $"{run.Scenario.Name}/{item.Instance}");
            var (body, key) = RequestKey.Of(item.Parts, item.MaxTokens, [], identity, sight: null, seed: 0, trial: 0);
            store.SaveItem(new StoredRequest(key, run.System, body), new StoredItem(
                run.System, run.Scenario.Name, run.Scenario.Aspect, item.Instance, ordinal, key, item.Prompt, item.Clips, item.References, item.Choices, item.Groups));
            if (item.Answer is { } answer) store.SaveAnswer(key, answer);
            else store.SaveFailure(key, item.Error!, 0, DateTimeOffset.UnixEpoch);
            if (item.Given.Count > 0) store.SaveGiven(run.System, run.Scenario.Name, item.Instance, item.Given);
        }
    }

    private static SystemIdentity Identity(string system, string instance) =>
        new("imported", "imported:" + system, new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = instance });

    private static RunSpec Spec(string source, IReadOnlyList<ImportedRun> runs)
    {
        var scenarios = runs.GroupBy(run => run.Scenario.Name, StringComparer.Ordinal).Select(same => Merge([.. same])).ToList();
        var systems = runs.GroupBy(run => run.System, StringComparer.Ordinal).Select(same => new SystemRecord(
            same.Key, "imported", "imported:" + same.Key, new Dictionary<string, string>(), [.. same.Select(run => run.Scenario.Task).Distinct(StringComparer.Ordinal)]));
        var answers = runs.SelectMany(run => run.Items).Select(item => item.Answer?.Received ?? DateTimeOffset.UnixEpoch).Where(time => time > DateTimeOffset.UnixEpoch).ToList();
        return new RunSpec
        {
            Suite = new SuiteRecord(
                Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))), "Imported results", Hash(runs), source,
                runs.SelectMany(run => run.Items).SelectMany(item => item.Clips).Select(clip => clip.Hash).Distinct(StringComparer.Ordinal).Count()),
            Arguments = new RunArguments(["runs", "import", source], new SortedDictionary<string, string>(StringComparer.Ordinal) { ["imported"] = "true" }),
            Systems = [.. systems],
            Scenarios = scenarios,
            Environment = RunEnvironments.Capture(new Dictionary<string, string>()),
            Started = answers.Count > 0 ? answers.Min() : DateTimeOffset.UnixEpoch,
        };
    }

    // Systems of one scenario may have been scored by different lists; the union is computed for all of them.
    private static ScenarioRecord Merge(IReadOnlyList<ImportedRun> same)
    {
        var first = same[0].Scenario;
        string[] metrics = [.. same.SelectMany(run => run.Scenario.Metrics).Distinct(StringComparer.Ordinal)];
        return first with
        {
            Metrics = metrics,
            Instances = same.SelectMany(run => run.Items).Select(item => item.Instance).Distinct(StringComparer.Ordinal).Count(),
            Scoring = first.Scoring with { Metrics = metrics },
        };
    }

    private static string Hash(IReadOnlyList<ImportedRun> runs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in runs.SelectMany(run => run.Items.Select(item => $"{run.Scenario.Name}\n{item.Instance}\n{item.Prompt}\n{string.Join('\n', item.References)}\n")).Distinct(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(item));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
