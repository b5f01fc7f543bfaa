using Audire.Evaluation.Judging;

namespace Audire.Evaluation.Runs.Helm;

/// <summary>Writes a run in HELM's layout (AHELM reference §7): a folder for each system and scenario, and the recordings they refer to.</summary>
/// <remarks>
/// Metrics in HELM's names follow HELM's rules, also where ours are stricter; ours stand beside them as <c>audire:NAME</c>. The reference is
/// <c>docs/helm.md</c>.
/// </remarks>
public static class HelmExport
{
    /// <summary>Writes a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="directory">The output folder, called <c>benchmark_output</c> by HELM's viewers; what is there of the same names is replaced.</param>
    /// <param name="writes">The gate of all writes. Default: one that refuses nothing.</param>
    /// <returns>The folders of the runs, in the order of systems and scenarios.</returns>
    /// <exception cref="RunException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(RunFolder run, string directory, RunWrites? writes = null)
    {
        writes ??= RunWrites.Plain;
        var suite = HelmNames.Folder(run.Spec.Suite.Name);
        var bodies = run.Store.ReadRequests().ToDictionary(request => request.Key, request => request.Body, StringComparer.Ordinal);
        var given = GivenScores.Read(run.Store, JudgeBook.Of(run.Spec));
        var scores = run.Store.ReadScores().ToLookup(score => (score.System, score.Scenario, score.Instance));
        var rows = run.Store.ReadAll().Where(row => row.Answer is not null || row.Error is not null).ToLookup(row => (row.Item.System, row.Item.Scenario));
        var folders = new List<string>();
        foreach (var system in run.Spec.Systems)
        {
            foreach (var scenario in run.Spec.Scenarios)
            {
                HelmItem[] items = [.. rows[(system.Name, scenario.Name)].Select(row => HelmItem.Of(
                    scenario, row.Item, row.Answer, row.Error, RequestBody.Read(bodies[row.Item.Key]), row.Answer is null ? [] : given.Of(scenario, row.Item, row.Answer),
                    scores[(row.Item.System, row.Item.Scenario, row.Item.Instance)]))];
                if (items.Length == 0) continue;
                var folder = Path.Combine(directory, "runs", suite, HelmNames.Folder(HelmNames.Run(scenario.Name, system.Name)));
                WriteRun(folder, scenario, system.Name, items, hash => Location(directory, suite, hash), writes);
                folders.Add(folder);
            }
        }

        foreach (var hash in rows.SelectMany(group => group).SelectMany(row => row.Item.Clips).Select(clip => clip.Hash).Distinct(StringComparer.Ordinal))
            CopyClip(run.ClipPath(hash), Path.Combine(directory, "scenarios", suite, "audio", hash + ".wav"), writes);
        return folders;
    }

    private static void WriteRun(string folder, ScenarioRecord scenario, string system, HelmItem[] items, Func<string, string> location, RunWrites writes)
    {
        CreateFolder(folder, writes);
        int maxTokens = items.Max(item => item.MaxTokens);
        HelmJson.Write(writes, Path.Combine(folder, HelmNames.RunSpec), json => HelmRunFiles.WriteSpec(json, scenario, system, maxTokens));
        HelmJson.Write(writes, Path.Combine(folder, HelmNames.Scenario), json => HelmRunFiles.WriteScenario(json, scenario));
        HelmJson.Write(writes, Path.Combine(folder, HelmNames.ScenarioState), json => new HelmStateFile(scenario, system, location).Write(json, items, maxTokens));
        HelmJson.Write(writes, Path.Combine(folder, HelmNames.PerInstanceStats), json => HelmStatFiles.WritePerInstance(json, items));
        HelmJson.Write(writes, Path.Combine(folder, HelmNames.Stats), json => HelmStatFiles.WriteRun(json, items));
    }

    // HELM resolves a location from the folder it runs in; its page takes what stands behind "benchmark_output/".
    private static string Location(string directory, string suite, string hash) =>
        Path.Combine(directory, "scenarios", suite, "audio", hash + ".wav").Replace('\\', '/');

    private static void CopyClip(string from, string to, RunWrites writes)
    {
        if (!File.Exists(from) || File.Exists(to)) return;
        CreateFolder(Path.GetDirectoryName(to)!, writes);
        using var source = File.OpenRead(from);
        writes.File(to, source.CopyTo);
    }

    private static void CreateFolder(string folder, RunWrites writes) => writes.Database(Path.Combine(folder, HelmNames.RunSpec), "create the folder", () => Directory.CreateDirectory(folder));
}
