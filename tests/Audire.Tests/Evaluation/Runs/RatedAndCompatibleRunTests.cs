using Audire.Evaluation.Clients;
using Audire.Evaluation.Judging;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Audire.Metrics.Judging;
using Microsoft.Extensions.AI;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

/// <summary>AHELM's judges beside a suite's own metrics, and scoring as HELM's board has it.</summary>
public sealed class RatedAndCompatibleRunTests
{
    private const string Yaml = """
        suite: small
        manifest: manifest.tsv
        scenarios:
          - name: describing
            aspect: perception
            task: generation
            prompt: What is heard?
            select: {kind: [speech]}
            reference: label
            metrics: [quasi-exact-match]
            cluster: speaker
          - name: dictation
            aspect: perception
            task: transcription
            prompt: Write it down.
            select: {kind: [speech]}
            reference: transcript
            metrics: [wer]
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_judge_rates_free_answers_once_and_its_words_are_kept()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"), yaml: Yaml);
        var judge = new TextJudge(prompt => prompt.Contains("low", StringComparison.Ordinal) ? "Feedback: fine.\n###Rating: 4" : "Feedback: no.\n###Rating: 2");
        ISystem[] systems = [Says("says-low", "low"), Says("says-low-too", "low"), Says("says-x", "x")];
        var options = new RunOptions { Directory = folder.Combine("run"), Judge = judge };
        var outcome = await new AuditRunner().RunAsync(suite, systems, options, cancellationToken: Token);

        // References low and high, answers low and x: four questions, however many items.
        Assert.Equal(4, judge.Asked);
        var cell = outcome.Stats.Cells.Single(cell => cell is { System: "says-low", Scenario: "describing", Metric: "judge-rating" });
        Assert.Equal((4.0, 6, false), (cell.Value, cell.N, cell.Main));
        Assert.NotNull(cell.Low);
        Assert.DoesNotContain(outcome.Stats.Cells, other => other is { Scenario: "dictation", Metric: "judge-rating" });
        Assert.Contains(outcome.Stats.Usage, usage => usage is { System: "judge: judge", Requests: 4 });
        using var run = RunFolder.Open(options.Directory);
        Assert.Contains(run.Items, item => item.Judgements?["judge-rating"] == "Feedback: fine.\n###Rating: 4");
    }

    [Fact]
    public async Task A_prompt_of_the_users_is_asked_and_belongs_to_the_run()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"), yaml: Yaml);
        var judge = new TextJudge(prompt => $"###Rating: {(prompt.StartsWith("Mine:", StringComparison.Ordinal) ? 5 : 1)}");
        var options = new RunOptions { Directory = folder.Combine("run"), Judge = judge, RatingPrompt = new JudgePrompt("Mine: {{ground_truth}} against {{orig_response}}") };
        var outcome = await new AuditRunner().RunAsync(suite, [Says("says-x", "x")], options, cancellationToken: Token);
        Assert.Equal(5, outcome.Stats.Cells.Single(cell => cell.Metric == "judge-rating").Value);
        Assert.Equal(outcome.Stats.Cells, new AuditRunner().Rescore(options.Directory).Cells);
        var error = await Assert.ThrowsAsync<RunException>(() => new AuditRunner().RunAsync(suite, [Says("says-x", "x")], options with { Resume = true, RatingPrompt = null }, cancellationToken: Token));
        Assert.Contains("prompt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suite_may_ask_for_refusals_and_a_judge_without_work_is_told()
    {
        using var folder = new TemporaryFolder();
        var refusals = SmallSuite.Write(folder.Combine("a"), yaml: Yaml.Replace("metrics: [quasi-exact-match]", "metrics: [quasi-exact-match]\n    judged: [judge-refusal]", StringComparison.Ordinal));
        var judge = new TextJudge(_ => "Feedback: it declines.\n### Final answer: Yes");
        var outcome = await new AuditRunner().RunAsync(refusals, [Baseline.Empty], new RunOptions { Directory = folder.Combine("r"), Judge = judge }, cancellationToken: Token);
        // Silence may be a refusal: the judge is asked.
        Assert.Equal(("judge-refusal", 1.0), outcome.Stats.Cells.Where(cell => cell is { Scenario: "describing", Main: true }).Select(cell => (cell.Metric, cell.Value!.Value)).Single());

        var none = SmallSuite.Write(folder.Combine("b"));
        var error = await Assert.ThrowsAsync<RunException>(() => new AuditRunner().RunAsync(none, [Baseline.Empty], new RunOptions { Directory = folder.Combine("s"), Judge = judge }, cancellationToken: Token));
        Assert.Contains("leave --judge out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compatible_scoring_takes_HELMs_metrics_and_quirks()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"), yaml: Yaml);
        var options = new RunOptions { Directory = folder.Combine("run"), CompatibleWithHelm = true };
        var outcome = await new AuditRunner().RunAsync(suite, [Baseline.Empty], options, cancellationToken: Token);
        var dictation = outcome.Stats.Cells.Single(cell => cell is { Scenario: "dictation", Main: true });
        Assert.Equal(("helm:wer_score", 0.0), (dictation.Metric, dictation.Value));
        Assert.Equal("helm:rouge_l", outcome.Stats.Cells.Single(cell => cell is { Scenario: "describing", Main: true }).Metric);
        Assert.Contains("compat", (await Assert.ThrowsAsync<RunException>(() => new AuditRunner().RunAsync(
            suite, [Baseline.Empty], options with { Resume = true, CompatibleWithHelm = false }, cancellationToken: Token))).Message, StringComparison.Ordinal);

        var judged = await new AuditRunner().RunAsync(suite, [Says("says-x", "x")], options with { Directory = folder.Combine("judged"), Judge = new TextJudge(_ => "###Rating: 2") }, cancellationToken: Token);
        Assert.Equal("judge-rating", judged.Stats.Cells.Single(cell => cell is { Scenario: "describing", Main: true }).Metric);
    }

    [Fact]
    public void A_prompt_is_filled_in_one_pass()
    {
        Assert.Equal("<{{orig_response}}|b>", new JudgePrompt("<{{ground_truth}}|{{orig_response}}>").Fill("{{orig_response}}", "b"));
        Assert.Throws<ArgumentException>(() => new JudgePrompt("{{ground_truth}}"));
        Assert.Equal(3, JudgeQuestion.Rating.Read("Feedback: half of it.\n###Rating: 3"));
        Assert.Null(JudgeQuestion.Rating.Read("I would say three."));
    }

    private static ScriptedSystem Says(string name, string answer) => new(name, (_, _) => answer) { Identity = new SystemIdentity("model", name, new Dictionary<string, string>()) };

    private sealed class TextJudge(Func<string, string> answer) : ISystem
    {
        private int _asked;

        public int Asked => _asked;

        public string Name => "judge";

        public SystemIdentity Identity { get; } = new("model", "judge-1", new Dictionary<string, string>());

        public SystemCapabilities Capabilities { get; } = new(ScenarioTask.All);

        public IChatClient Open(ScenarioContext scenario) => new AnsweringClient((messages, _) =>
        {
            Interlocked.Increment(ref _asked);
            return answer(messages.Single().Text.Split("### Reference answer")[^1].Split("### Scale")[0]);
        });

        public void Dispose() { }
    }
}
