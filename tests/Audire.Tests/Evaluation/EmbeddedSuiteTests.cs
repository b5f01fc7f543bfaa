using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Suites;
using Xunit;

namespace Audire.Tests.Evaluation;

/// <summary>The suite that ships, end to end, with systems that hear nothing.</summary>
public sealed class EmbeddedSuiteTests
{
    [Fact]
    public async Task The_baselines_run_through_the_whole_suite()
    {
        using var folder = new TemporaryFolder();
        var suite = ShippedData.Suite();
        var outcome = await new AuditRunner().RunAsync(suite, Baseline.All, new RunOptions { Directory = folder.Path }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(outcome.Passed, string.Join('\n', outcome.Problems));
        Assert.True(outcome.Stats.Complete);
        Assert.All(suite.Scenarios, scenario => Assert.All(Baseline.All, system =>
        {
            var main = Assert.Single(outcome.Stats.Cells, cell => cell.Main && cell.Scenario == scenario.Name && cell.System == system.Name);
            Assert.True(main.N > 0 && main.Failed == 0 && main.Missing == 0);
            Assert.NotNull(main.Value);
            Assert.NotEmpty(main.Interval);
        }));
        using var run = RunFolder.Open(folder.Path);
        Assert.All(run.Items.SelectMany(item => item.Clips), clip => Assert.True(File.Exists(run.ClipPath(clip.Hash))));
    }
}
