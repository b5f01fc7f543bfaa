using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire data list</c> and <c>check</c>.</summary>
public sealed class DataTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task List_tells_the_shipped_sets_with_their_licences()
    {
        var run = await CommandRun.InProcessAsync("data", "list", "--json");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        Assert.All(run.Document().GetProperty("sets").EnumerateArray(), set =>
        {
            Assert.True(set.GetProperty("clips").GetInt32() > 0);
            Assert.NotEqual(0, set.GetProperty("licences").GetArrayLength());
        });
    }

    [Fact]
    public async Task Check_finds_the_shipped_recordings_as_their_manifest_tells()
    {
        var run = await CommandRun.InProcessAsync("data", "check", "--json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.True(run.Document().GetProperty("ok").GetBoolean());
        Assert.True(run.Document().GetProperty("clips").GetInt32() > 0);
    }

    [Fact]
    public async Task Check_names_every_recording_that_differs()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "manifest.tsv"), "file\tlicence\nabsent.wav\tCC0-1.0\nnoise.wav\t\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "noise.wav"), "no sound", TestContext.Current.CancellationToken);

        var run = await CommandRun.InProcessAsync("data", "check", _folder, "--json");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        var problems = run.Document().GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("file").GetString() + ": " + problem.GetProperty("problem").GetString()).ToList();
        Assert.Contains(problems, problem => problem.StartsWith("absent.wav: ", StringComparison.Ordinal));
        Assert.Contains("noise.wav: No licence is stated.", problems);
        Assert.Contains("Restore the recordings", run.LastErrorLine, StringComparison.Ordinal);
    }
}
