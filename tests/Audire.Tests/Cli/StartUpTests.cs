using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary>Commands that compute nothing do not load libtorch: what the dynamic loader opened is read from its own log.</summary>
public sealed class StartUpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-start-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, "--help")]
    [InlineData(false, "models", "list")]
    [InlineData(false, "data", "list")]
    [InlineData(false, "runs", "list")]
    [InlineData(false, "audit", "--help")]
    [InlineData(true, "doctor")]
    public async Task Libtorch_is_loaded_only_where_it_is_needed(bool expected, params string[] args)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The loader's log (LD_DEBUG) is glibc's.");
        var run = await ToolProcess.RunAsync(args, new Dictionary<string, string>
        {
            ["LD_DEBUG"] = "files",
            ["LD_DEBUG_OUTPUT"] = Path.Combine(_folder, "loader"),
        });

        Assert.Equal(ExitCode.Done, run.ExitCode);
        var loader = string.Concat(Directory.EnumerateFiles(_folder).Select(File.ReadAllText));
        Assert.Contains("libcoreclr", loader, StringComparison.Ordinal);
        Assert.Equal(expected, loader.Contains("libtorch_cpu", StringComparison.Ordinal));
    }
}
