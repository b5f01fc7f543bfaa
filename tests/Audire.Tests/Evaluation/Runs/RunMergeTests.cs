using System.Text;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

public sealed class RunMergeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shards_joined_are_the_whole_run()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        ISystem[] systems = [ScriptedSystem.Plain(), Baseline.Empty];
        var whole = await new AuditRunner().RunAsync(suite, systems, new RunOptions { Directory = folder.Combine("whole") }, cancellationToken: Token);
        string[] parts = [folder.Combine("p1"), folder.Combine("p2"), folder.Combine("p3")];
        for (int i = 0; i < parts.Length; i++)
            await new AuditRunner().RunAsync(suite, systems, new RunOptions { Directory = parts[i], Shard = new Shard(i + 1, parts.Length) }, cancellationToken: Token);

        var merged = RunMerge.Merge(parts, folder.Combine("merged"));
        AuditRunnerTests.AssertSameNumbers(whole.Stats, merged);
        Assert.True(merged.Complete);
        using var run = RunFolder.Open(folder.Combine("merged"));
        Assert.All(run.Items.SelectMany(item => item.Clips), clip => Assert.True(File.Exists(run.ClipPath(clip.Hash))));
        Assert.Contains("holds a run", Assert.Throws<RunException>(() => RunMerge.Merge(parts, folder.Combine("merged"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_other_suites_do_not_mix()
    {
        using var folder = new TemporaryFolder();
        await new AuditRunner().RunAsync(SmallSuite.Write(folder.Combine("suite")), [Baseline.Empty], new RunOptions { Directory = folder.Combine("a") }, cancellationToken: Token);
        await new AuditRunner().RunAsync(SmallSuite.Write(folder.Combine("suite"), 4), [Baseline.Empty], new RunOptions { Directory = folder.Combine("b") }, cancellationToken: Token);
        Assert.Contains("another suite", Assert.Throws<RunException>(() => RunMerge.Merge([folder.Combine("a"), folder.Combine("b")], folder.Combine("c"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_exported_and_compared()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        await new AuditRunner().RunAsync(suite, [new ScriptedSystem("=x,y", (_, _) => "low")], new RunOptions { Directory = folder.Combine("a") }, cancellationToken: Token);
        await new AuditRunner().RunAsync(suite, [new ScriptedSystem("=x,y", (_, _) => "high")], new RunOptions { Directory = folder.Combine("b") }, cancellationToken: Token);
        using var first = RunFolder.Open(folder.Combine("a"));
        using var second = RunFolder.Open(folder.Combine("b"));

        using var csv = new MemoryStream();
        RunExport.Write(first, ExportFormat.Csv, csv);
        var lines = Encoding.UTF8.GetString(csv.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(first.Cells.Count + 1, lines.Length);
        Assert.All(lines.Skip(1), line => Assert.StartsWith("\"'=x,y\",", line, StringComparison.Ordinal));
        using var jsonl = new MemoryStream();
        RunExport.Write(first, ExportFormat.Jsonl, jsonl);
        Assert.Equal(File.ReadAllBytes(folder.Combine("a", "items.jsonl")), jsonl.ToArray());

        var accuracy = RunDifference.Compare(first, second).Single(change => change.First?.Metric == "accuracy");
        Assert.Equal(4 / 6.0 - (2 / 6.0), accuracy.Change!.Value, 12);
        Assert.Equal(6, accuracy.Flipped);
    }
}
