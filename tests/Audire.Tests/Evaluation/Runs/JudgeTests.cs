using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Suites;
using Microsoft.Extensions.AI;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

/// <summary>Free answers put to a judge: its verdict is the number, each answer is judged once, and a run is scored again without it.</summary>
public sealed class JudgeTests
{
    private const string Yaml = """
        suite: judged
        manifest: manifest.tsv
        scenarios:
          - name: questions
            aspect: reasoning
            task: generation
            prompt: What is said?
            select: {kind: [speech]}
            reference: transcript
            heard: transcript
            metrics: [accuracy-mention, following-answer]
            judged: [judge-accuracy, judge-following]
        """;

    [Fact]
    public async Task Without_a_judge_the_rule_decides_and_with_one_its_verdict()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Path, yaml: Yaml);
        var plain = await Run(suite, Path.Combine(folder.Path, "plain"), null);
        Assert.Equal("accuracy-mention", Assert.Single(plain.Stats.Cells, cell => cell.Main).Metric);

        // The judge accepts every answer, whatever it says, and finds that none follows.
        var judge = new TextJudge(text => text.Contains("try to do", StringComparison.Ordinal) ? "Final answer: no" : "Fine. Final answer: yes");
        var judged = await Run(suite, Path.Combine(folder.Path, "judged"), judge);
        Assert.True(judged.Passed, string.Join('\n', judged.Problems));
        var main = Assert.Single(judged.Stats.Cells, cell => cell.Main);
        Assert.Equal(("judge-accuracy", 1.0, 6), (main.Metric, main.Value!.Value, main.N));
        Assert.Equal(0, judged.Stats.Cells.Single(cell => cell.Metric == "judge-following").Value);
        Assert.Equal(plain.Stats.Cells.Single(cell => cell.Main).Value, judged.Stats.Cells.Single(cell => cell.Metric == "accuracy-mention").Value);
        Assert.Equal(12, judge.Asked);
    }

    [Fact]
    public async Task A_run_goes_on_without_judging_twice_and_is_scored_again_without_its_judge()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Path, yaml: Yaml);
        var directory = Path.Combine(folder.Path, "run");
        var judge = new TextJudge(_ => "Final answer: yes");
        var first = await Run(suite, directory, judge);
        var again = await Run(suite, directory, judge, resume: true);
        Assert.Equal(12, judge.Asked);
        Assert.Equal(first.Stats.Cells, again.Stats.Cells);
        Assert.Equal(first.Stats.Cells, new AuditRunner().Rescore(directory).Cells);
        var other = await Assert.ThrowsAsync<RunException>(() => Run(suite, directory, null, resume: true));
        Assert.Contains("judge", other.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_judge_leaves_open_is_missing_and_what_it_fails_is_told()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Path, yaml: Yaml);
        var open = await Run(suite, Path.Combine(folder.Path, "open"), new TextJudge(_ => "I cannot say."));
        Assert.Equal((0, 6), (open.Stats.Cells.Single(cell => cell.Main).N, open.Stats.Cells.Single(cell => cell.Main).Missing));
        var broken = await Run(suite, Path.Combine(folder.Path, "broken"), new TextJudge(_ => throw new InvalidOperationException("The judge is out.")));
        Assert.Contains(broken.Problems, problem => problem.Contains("12 answers were not judged", StringComparison.Ordinal) && problem.Contains("The judge is out.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Silence_is_wrong_without_asking_and_runs_with_one_judge_can_be_merged()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Path, yaml: Yaml);
        var judge = new TextJudge(_ => "Final answer: yes");
        var silent = await Run(suite, Path.Combine(folder.Path, "a"), judge, system: new ScriptedSystem("silent", (_, _) => " ") { Identity = new("model", "scripted-2", new Dictionary<string, string>()) });
        Assert.Equal(0, judge.Asked);
        Assert.Equal(0, silent.Stats.Cells.Single(cell => cell.Main).Value);
        await Run(suite, Path.Combine(folder.Path, "b"), judge);
        var merged = RunMerge.Merge([Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "b")], Path.Combine(folder.Path, "c"));
        Assert.Equal([0.0, 1.0], merged.Cells.Where(cell => cell.Main).OrderByDescending(cell => cell.System).Select(cell => cell.Value!.Value));
    }

    private static Task<RunOutcome> Run(Suite suite, string directory, ISystem? judge, bool resume = false, ISystem? system = null) => new AuditRunner().RunAsync(
        suite, [system ?? ScriptedSystem.Plain()], new RunOptions { Directory = directory, Resume = resume, Judge = judge }, cancellationToken: TestContext.Current.CancellationToken);

    private sealed class TextJudge(Func<string, string> verdict) : ISystem
    {
        private int _asked;

        public int Asked => _asked;

        public string Name => "judge";

        public SystemIdentity Identity { get; } = new("model", "judge-1", new Dictionary<string, string>());

        public SystemCapabilities Capabilities { get; } = new([]);

        public IChatClient Open(ScenarioContext scenario) => new AnsweringClient((messages, _) =>
        {
            Interlocked.Increment(ref _asked);
            return verdict(Assert.IsType<TextContent>(Assert.Single(messages.Single().Contents)).Text);
        });

        public void Dispose() { }
    }
}
