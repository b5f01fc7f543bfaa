using System.Diagnostics;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Suites;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

/// <summary>A process that audits is killed at random moments; the run goes on and ends with the numbers of one that was left in peace.</summary>
public sealed class KilledRunTests
{
    private const string SuiteVariable = "AUDIRE_TEST_KILLED_SUITE";
    private const string RunVariable = "AUDIRE_TEST_KILLED_RUN";
    private const int Kills = 4;

    [Fact]
    public async Task Nothing_that_was_stored_is_asked_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is killed by a signal.");
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        var whole = await new AuditRunner().RunAsync(suite, [Child(_ => { })], new RunOptions { Directory = folder.Combine("whole") }, cancellationToken: TestContext.Current.CancellationToken);

        var directory = folder.Combine("killed");
        var asked = folder.Combine("asked.txt");
        int interrupted = 0;
        for (int i = 0; i < Kills; i++)
        {
            using var child = Start(folder.Combine("suite"), directory);
            // Each time a few answers later, and at another moment within an answer.
            int before = Lines(asked);
            var patience = Stopwatch.StartNew();
            while (!child.HasExited && Lines(asked) < before + 2 + i && patience.Elapsed < TimeSpan.FromMinutes(1)) await Task.Delay(5, TestContext.Current.CancellationToken);
            await Task.Delay(3 * i, TestContext.Current.CancellationToken);
            if (!child.HasExited) interrupted++;
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(File.Exists(asked), "The child process asked nothing.");
        }

        Assert.True(interrupted > 0, "No process was killed while it ran.");
        var outcome = await new AuditRunner().RunAsync(
            suite, [Child(question => File.AppendAllText(asked, question + "\n"))], new RunOptions { Directory = directory, Resume = true }, cancellationToken: TestContext.Current.CancellationToken);
        AuditRunnerTests.AssertSameNumbers(whole.Stats, outcome.Stats);
        // A kill may lose the one request in flight, no more.
        Assert.InRange(Lines(asked), 24, 24 + interrupted);
    }

    /// <summary>What the child process runs: this test, in a process of its own that was told where.</summary>
    [Fact]
    public async Task Runs_as_a_child_process_only()
    {
        var directory = Environment.GetEnvironmentVariable(RunVariable);
        if (string.IsNullOrEmpty(directory)) return;
        var asked = Path.Combine(Path.GetDirectoryName(directory)!, "asked.txt");
        var system = Child(question => File.AppendAllText(asked, question + "\n"));
        bool resume = File.Exists(Path.Combine(directory, "run.db"));
        await new AuditRunner().RunAsync(
            Suite.Read(Environment.GetEnvironmentVariable(SuiteVariable)!), [system], new RunOptions { Directory = directory, Resume = resume }, cancellationToken: TestContext.Current.CancellationToken);
    }

    private static ScriptedSystem Child(Action<string> before) => new("plain", async (text, sound, token) =>
    {
        before(text);
        await Task.Delay(20, token);
        return text.StartsWith("One", StringComparison.Ordinal) ? "low" : "this is sentence " + (char)('a' + (sound[^20] % 6));
    });

    private static Process Start(string suite, string directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(KilledRunTests).Assembly.Location);
        foreach (var argument in new[] { "--filter-method", $"*{nameof(KilledRunTests)}.{nameof(Runs_as_a_child_process_only)}", "--results-directory", Path.GetDirectoryName(directory)! }) start.ArgumentList.Add(argument);
        start.Environment[SuiteVariable] = suite;
        start.Environment[RunVariable] = directory;
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        return child;
    }

    private static int Lines(string path) => File.Exists(path) ? File.ReadAllText(path).Count(c => c == '\n') : 0;
}
