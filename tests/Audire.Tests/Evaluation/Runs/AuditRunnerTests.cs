using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

public sealed class AuditRunnerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_asks_equal_questions_once_and_scores_every_instance()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        var system = ScriptedSystem.Plain();
        var outcome = await new AuditRunner().RunAsync(suite, [system, .. Baseline.All], new RunOptions { Directory = folder.Combine("run") }, cancellationToken: Token);

        // The clean twins of the noisy scenario are the questions of the dictation: 6 + 12 + 6 instead of 6 + 18 + 6.
        Assert.Equal(24, system.Asked);
        Assert.True(outcome.Passed);
        Assert.Equal(4 * 30, outcome.Stats.Answered);
        var increase = Assert.Single(outcome.Stats.Cells, cell => cell is { System: "plain", Metric: "wer@snr:0-clean" });
        Assert.Equal(6, increase.N);
        var wer = Assert.Single(outcome.Stats.Cells, cell => cell is { System: "empty", Scenario: "dictation", Metric: "wer" });
        Assert.Equal(1, wer.Value);
        Assert.All(outcome.Stats.Cells, cell => Assert.True(cell.Value is null || cell.Interval.Length > 0, cell.ToString()));
        Assert.Equal(4, outcome.Stats.Board.Count);
        Assert.Equal(3 * 6, outcome.Stats.Differences.Count);
        foreach (var file in new[] { "spec.json", "stats.json", "items.jsonl", "run.db" }) Assert.True(File.Exists(folder.Combine("run", file)), file);
        Assert.Equal(120, File.ReadLines(folder.Combine("run", "items.jsonl")).Count());
    }

    [Fact]
    public async Task A_system_rests_when_it_was_asked_everything_and_before_the_next_is_asked()
    {
        using var folder = new TemporaryFolder();
        using var first = ScriptedSystem.Plain("first");
        var early = 0;
        using var second = new ScriptedSystem("second", (_, _) => first.AskedAtRest is null ? $"{++early}" : "this is sentence a")
        {
            Identity = new SystemIdentity("model", "scripted-2", new Dictionary<string, string>()), // else the first one's answers would be its own
        };
        await new AuditRunner().RunAsync(SmallSuite.Write(folder.Combine("suite")), [first, second], new RunOptions { Directory = folder.Combine("run") }, cancellationToken: Token);
        Assert.Equal(24, first.AskedAtRest);
        Assert.Equal(24, second.AskedAtRest);
        Assert.Equal(0, early);
    }

    [Fact]
    public async Task A_run_repeated_elsewhere_gives_the_same_numbers()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        var first = await new AuditRunner().RunAsync(suite, [ScriptedSystem.Plain(), .. Baseline.All], new RunOptions { Directory = folder.Combine("a") }, cancellationToken: Token);
        var second = await new AuditRunner().RunAsync(suite, [ScriptedSystem.Plain(), .. Baseline.All], new RunOptions { Directory = folder.Combine("b"), Concurrency = 4 }, cancellationToken: Token);
        AssertSameNumbers(first.Stats, second.Stats);
    }

    [Fact]
    public async Task A_resumed_run_asks_only_what_failed()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        int asked = 0;
        var plain = ScriptedSystem.Plain();
        using var shaky = new ScriptedSystem("plain", (text, _) => ++asked % 3 == 0 ? throw new InvalidOperationException("The line\nbroke.") : "this is sentence a");
        var options = new RunOptions { Directory = folder.Combine("run"), MaxFailed = 0.1 };
        var first = await new AuditRunner().RunAsync(suite, [shaky], options, cancellationToken: Token);
        Assert.False(first.Passed);
        Assert.Contains("The line broke.", Assert.Single(first.Problems), StringComparison.Ordinal);
        Assert.True(first.Stats.Failed > 0);
        int failed;
        using (var run = RunFolder.Open(folder.Combine("run")))
            failed = run.Items.Where(item => item.Error is not null).DistinctBy(item => (item.Prompt, item.Clips[0].Hash)).Count();

        var again = await new AuditRunner().RunAsync(suite, [plain], options with { Resume = true }, cancellationToken: Token);
        Assert.True(again.Passed);
        Assert.Equal(failed, plain.Asked);
        Assert.Equal(0, again.Stats.Failed);
        var third = await new AuditRunner().RunAsync(suite, [plain], options with { Resume = true }, cancellationToken: Token);
        Assert.Equal(failed, plain.Asked);
        AssertSameNumbers(again.Stats, third.Stats);
    }

    [Fact]
    public async Task A_folder_with_a_run_is_neither_overwritten_nor_continued_with_something_else()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        var options = new RunOptions { Directory = folder.Combine("run"), Limit = 2 };
        await new AuditRunner().RunAsync(suite, [ScriptedSystem.Plain()], options, cancellationToken: Token);
        await Refused("--resume", suite, ScriptedSystem.Plain(), options);
        await Refused("limit", suite, ScriptedSystem.Plain(), options with { Resume = true, Limit = 3 });
        await Refused("other weights", suite, new ScriptedSystem("plain", (_, _) => "") { Identity = new("model", "scripted-2", new Dictionary<string, string>()) }, options with { Resume = true });
        await Refused("threads", suite, new ScriptedSystem("plain", (_, _) => "") { Identity = new("model", "scripted-1", new Dictionary<string, string> { ["threads"] = "2" }) }, options with { Resume = true });
        await Refused("suite", SmallSuite.Write(folder.Combine("suite"), 7), ScriptedSystem.Plain(), options with { Resume = true });
        await Refused("no run to continue", suite, ScriptedSystem.Plain(), options with { Resume = true, Directory = folder.Combine("other") });
    }

    [Fact]
    public async Task Stopping_keeps_what_has_arrived()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        using var stop = new CancellationTokenSource();
        int asked = 0;
        using var slow = new ScriptedSystem("plain", async (_, _, token) =>
        {
            if (++asked == 6)
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }

            return "this is sentence a";
        });
        var options = new RunOptions { Directory = folder.Combine("run") };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AuditRunner().RunAsync(suite, [slow], options, cancellationToken: stop.Token));
        using (var run = RunFolder.Open(folder.Combine("run")))
        {
            Assert.Equal(5, run.Items.Count(item => item.Answer is not null));
            Assert.DoesNotContain(run.Items, item => item.Error is not null);
            Assert.Null(run.Stats);
        }

        Assert.False(new AuditRunner().Rescore(folder.Combine("run")).Complete);
        using var plain = new ScriptedSystem("plain", (_, _) => "this is sentence a");
        var outcome = await new AuditRunner().RunAsync(suite, [plain], options with { Resume = true }, cancellationToken: Token);
        Assert.True(outcome.Stats.Complete);
        Assert.Equal(24 - 5, plain.Asked);
    }

    [Fact]
    public async Task A_recording_that_cannot_be_opened_fails_alone()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        File.Delete(folder.Combine("suite", "tone1.wav"));
        File.WriteAllText(folder.Combine("suite", "tone2.wav"), "RIFF");
        var outcome = await new AuditRunner().RunAsync(suite, [ScriptedSystem.Plain()], new RunOptions { Directory = folder.Combine("run"), MaxFailed = 1 }, cancellationToken: Token);
        Assert.True(outcome.Passed);
        Assert.Equal(10, outcome.Stats.Failed);
        Assert.Equal(20, outcome.Stats.Answered);
        using var run = RunFolder.Open(folder.Combine("run"));
        Assert.All(run.Items.Where(item => item.Error is not null), item => Assert.Contains("tone", item.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spending_stops_before_the_bound()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        var priced = new ScriptedSystem("plain", (_, _) => "this is sentence a") { Capabilities = new(["transcription"], Price: new SystemPrice(0, 0, 60)) };
        // 0.1 s at 1 a second of sound: 0.1 a request.
        var options = new RunOptions { Directory = folder.Combine("run"), MaxCost = 0.55 };
        var outcome = await new AuditRunner().RunAsync(suite, [priced], options, cancellationToken: Token);
        Assert.False(outcome.Passed);
        Assert.False(outcome.Stats.Complete);
        Assert.Equal(5, priced.Asked);
        Assert.Equal(0.5, outcome.Stats.Usage[0].Cost!.Value, 9);
        await new AuditRunner().RunAsync(suite, [priced], options with { Resume = true, MaxCost = 0.75 }, cancellationToken: Token);
        Assert.Equal(7, priced.Asked);
    }

    [Fact]
    public async Task Shards_part_the_instances_and_keep_twins_together()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        var parts = new List<(string Scenario, string Instance, string Clip)>();
        for (int i = 1; i <= 3; i++)
        {
            var options = new RunOptions { Directory = folder.Combine($"run{i}"), Shard = Shard.Parse($"{i}/3") };
            await new AuditRunner().RunAsync(suite, [Baseline.Empty], options, cancellationToken: Token);
            using var run = RunFolder.Open(options.Directory);
            parts.AddRange(run.Items.Select(item => (item.Scenario, item.Instance, $"{i}/{item.Groups.GetValueOrDefault("clip")}")));
        }

        Assert.Equal(30, parts.Count);
        Assert.Equal(30, parts.Select(part => (part.Scenario, part.Instance)).Distinct().Count());
        Assert.All(parts.Where(part => part.Scenario == "noisy").GroupBy(part => part.Clip), clip => Assert.Equal(3, clip.Count()));
    }

    [Fact]
    public async Task Progress_counts_every_instance_and_cells_can_be_required()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        var seen = new List<RunProgress>();
        var options = new RunOptions { Directory = folder.Combine("run"), Aspects = ["robustness"], FailUnder = [CellRule.Parse("empty/noisy/wer=0.5")] };
        var plan = RunPlan.Make(suite, [Baseline.Empty], options);
        var outcome = await new AuditRunner().RunAsync(suite, [Baseline.Empty], options, new Sink(seen.Add), Token);
        Assert.Equal(18, plan.Requests);
        Assert.Equal(1.8, plan.AudioSeconds, 9);
        Assert.Equal(Enumerable.Range(1, 18), seen.Select(progress => progress.Done));
        Assert.All(seen, progress => Assert.Equal(18, progress.Total));
        Assert.Contains("0.5 was asked for", Assert.Single(outcome.Problems), StringComparison.Ordinal);
        await Assert.ThrowsAsync<RunException>(() => new AuditRunner().RunAsync(suite, [Baseline.Empty], options with { Aspects = ["taste"] }, cancellationToken: Token));
    }

    private static async Task Refused(string reason, Audire.Evaluation.Suites.Suite suite, ISystem system, RunOptions options)
    {
        var error = await Assert.ThrowsAsync<RunException>(() => new AuditRunner().RunAsync(suite, [system], options, cancellationToken: Token));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    internal static void AssertSameNumbers(RunStats first, RunStats second)
    {
        Assert.Equal(first.Cells, second.Cells);
        Assert.Equal(first.Board, second.Board);
        Assert.Equal(first.Differences, second.Differences);
    }

    private sealed class Sink(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
