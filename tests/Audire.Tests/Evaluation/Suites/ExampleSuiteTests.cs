using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Suites;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Evaluation.Suites;

public sealed class ExampleSuiteTests
{
    [Fact]
    public async Task The_documented_example_runs()
    {
        using var folder = new TemporaryFolder();
        var suite = Suite.Read(Path.Combine(Fixtures.RepositoryRoot(), "docs", "examples", "own-suite"));
        Assert.Empty(ManifestCheck.Check(suite.Manifest, cancellationToken: TestContext.Current.CancellationToken));
        using var system = new ScriptedSystem("always-a", (text, _) => text.Contains("A. Yes\nB. No\nAnswer:", StringComparison.Ordinal) ? "A" : "nobody remembered where the spare key was hidden");
        var outcome = await new AuditRunner().RunAsync(suite, [system, .. Baseline.All], new RunOptions { Directory = folder.Path }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(outcome.Passed);
        Assert.Equal(0, outcome.Stats.Cells.Single(cell => cell is { System: "always-a", Metric: "wer" }).Value);
        Assert.Equal(0.5, outcome.Stats.Cells.Single(cell => cell is { System: "always-a", Metric: "accuracy" }).Value);
        Assert.Equal(0.5, outcome.Stats.Cells.Single(cell => cell is { System: "majority", Metric: "accuracy" }).Value);
    }

    [Fact]
    public void Every_key_and_metric_is_documented()
    {
        var documentation = File.ReadAllText(Path.Combine(Fixtures.RepositoryRoot(), "docs", "suites.md"));
        var keys = new[] { typeof(SuiteYaml), typeof(ScenarioYaml) }.SelectMany(type => type.GetProperties()).Select(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..]);
        Assert.All(keys.Concat(Audire.Evaluation.Scoring.Scores.Names), name => Assert.Contains($"`{name}`", documentation, StringComparison.Ordinal));
    }
}
