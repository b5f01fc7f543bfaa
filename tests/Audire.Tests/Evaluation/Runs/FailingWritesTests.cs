using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

/// <summary>Every single write of a run is refused in turn; nothing is corrupt, the reason is told, and the run goes on afterwards.</summary>
public sealed class FailingWritesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_survives_the_failure_of_each_of_its_writes()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"), clips: 2, SmallSuite.Yaml[..SmallSuite.Yaml.IndexOf("  - name: noisy", StringComparison.Ordinal)]);
        var counting = new Refusing(int.MaxValue, null);
        var whole = await RunAsync(suite, folder.Combine("whole"), counting, resume: false, out int asked);
        Assert.True(counting.Seen > 30, "The gate saw too few writes to be the only one.");

        for (int n = 1; n <= counting.Seen; n++)
        {
            var directory = folder.Combine($"run{n}");
            Exception refusal = n % 2 == 0 ? new IOException("No space left on device") : new UnauthorizedAccessException("Access to the path is denied.");
            var error = await Assert.ThrowsAsync<RunException>(() => RunAsync(suite, directory, new Refusing(n, refusal), resume: false, out _));
            Assert.Contains(refusal.Message.TrimEnd('.'), error.Message, StringComparison.Ordinal);
            Assert.Contains("--resume", error.Message, StringComparison.Ordinal);

            int stored = RequireSound(directory);
            var outcome = await RunAsync(suite, directory, RunWrites.Plain, resume: stored >= 0 && HasSpec(directory), out int again);
            AuditRunnerTests.AssertSameNumbers(whole.Stats, outcome.Stats);
            Assert.Equal(asked, Math.Max(0, stored) + again);
            foreach (var file in new[] { "stats.json", "items.jsonl" })
                Assert.Equal(WithoutTimes(folder.Combine("whole", file)), WithoutTimes(Path.Combine(directory, file)));
            Assert.Empty(Directory.EnumerateFiles(directory, "*.part", SearchOption.AllDirectories));
        }
    }

    [Fact]
    public void A_full_database_is_told_and_stays_readable()
    {
        using var folder = new TemporaryFolder();
        using (var store = RunStore.Open(folder.Path)) store.SaveSpec(RunSamples.Spec());
        using (var store = RunStore.Open(folder.Path))
        {
            store.LimitPages(14);
            var error = Assert.Throws<RunException>(() =>
            {
                for (int i = 0; i < 200; i++) store.SaveItem(RunSamples.Request($"k{i}") with { Body = new string('x', 3000) }, RunSamples.Item($"i{i}", $"k{i}", i));
            });
            Assert.Contains("full", error.Message, StringComparison.Ordinal);
        }

        using var run = RunFolder.Open(folder.Path);
        Assert.Equal("sample", run.Spec.Suite.Name);
    }

    private static Task<RunOutcome> RunAsync(Audire.Evaluation.Suites.Suite suite, string directory, RunWrites writes, bool resume, out int asked)
    {
        var system = ScriptedSystem.Plain();
        try
        {
            // The scripted system answers at once, so the run is over when the call returns.
            var run = new AuditRunner(writes: writes).RunAsync(suite, [system, Baseline.Empty], new RunOptions { Directory = directory, Resume = resume }, cancellationToken: Token);
            run.ContinueWith(_ => { }, TaskScheduler.Default).Wait(Token);
            return run;
        }
        finally
        {
            asked = system.Asked;
        }
    }

    // The number of answers stored of the asked system; -1 where there is no database yet.
    private static int RequireSound(string directory)
    {
        var path = Path.Combine(directory, "run.db");
        if (!File.Exists(path) || new FileInfo(path).Length == 0) return -1;
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'responses'";
        if ((long)command.ExecuteScalar()! == 0) return -1;
        command.CommandText = "SELECT count(*) FROM responses r JOIN requests q ON q.key = r.key WHERE q.system = 'plain'";
        return (int)(long)command.ExecuteScalar()!;
    }

    private static bool HasSpec(string directory)
    {
        try
        {
            using var run = RunFolder.Open(directory);
            return true;
        }
        catch (RunException)
        {
            return false;
        }
    }

    private static string WithoutTimes(string path) =>
        System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(path), "\"seconds\": ?[0-9.eE+-]+", "");

    private sealed class Refusing(int n, Exception? refusal) : RunWrites
    {
        public int Seen { get; private set; }

        protected internal override void Before(string what)
        {
            if (++Seen == n) throw refusal!;
        }
    }
}
