using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Tests.Evaluation;
using Xunit;

namespace Audire.Tests.Cli;

public sealed class RunsImportTests
{
    [Fact]
    public async Task A_run_goes_out_as_HELMs_files_and_comes_back()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"), 2);
        await new AuditRunner().RunAsync(suite, [Baseline.Empty], new RunOptions { Directory = folder.Combine("run") }, cancellationToken: TestContext.Current.CancellationToken);
        var export = await CommandRun.InProcessAsync("runs", "export", folder.Combine("run"), "--helm", "--out", folder.Combine("benchmark_output"));
        Assert.Equal(0, export.ExitCode);
        Assert.Equal(3, export.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        var import = await CommandRun.InProcessAsync("runs", "import", folder.Combine("benchmark_output"), "--out", folder.Combine("back"), "--json");
        Assert.Equal(0, import.ExitCode);
        Assert.Equal(3, import.Document().GetProperty("runs").GetInt32());
        Assert.Equal(0, import.Document().GetProperty("absentClips").GetInt32());
        Assert.Equal(0, (await CommandRun.InProcessAsync("runs", "show", folder.Combine("back"))).ExitCode);

        var twice = await CommandRun.InProcessAsync("runs", "import", folder.Combine("benchmark_output"), "--out", folder.Combine("back"));
        Assert.Equal(1, twice.ExitCode);
        Assert.Contains("holds a run already", twice.LastErrorLine, StringComparison.Ordinal);
    }
}
