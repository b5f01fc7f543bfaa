using System.Text.Json;
using Xunit;

namespace Audire.EndToEnd.Tests.Tool;

/// <summary>The tool as a user gets it: packed, installed from the package, run outside the checkout.</summary>
public sealed class PackedToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-packed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("Category", "Slow")]
    public async Task The_packed_tool_installs_and_computes()
    {
        var packages = Path.Combine(_folder, "packages");
        var tools = Path.Combine(_folder, "tools");
        // Compiling ahead of time takes minutes and changes nothing that is looked at here.
        await Command.SucceedAsync("dotnet", ["pack", Path.Combine(Command.RepositoryRoot(), "src", "Audire.Cli"), "-c", "Release", "-o", packages,
            "-p:PublishReadyToRun=false", "-p:RunAnalyzers=false", "-v", "q"], _folder);
        // One package points to the platforms' own; its name is the shortest.
        var pointer = Directory.GetFiles(packages, "Audire.Tool.*.nupkg").OrderBy(path => path.Length).First();
        var version = Path.GetFileNameWithoutExtension(pointer)["Audire.Tool.".Length..];
        await Command.SucceedAsync("dotnet", ["tool", "install", "Audire.Tool", "--tool-path", tools, "--source", packages, "--version", version], _folder);

        var doctor = await Command.RunAsync(Path.Combine(tools, "audire"), ["doctor", "--json"], _folder);

        using var report = JsonDocument.Parse(doctor.Output);
        var libtorch = report.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "libtorch");
        Assert.True(libtorch.GetProperty("ok").GetBoolean(), libtorch.GetProperty("detail").GetString());
        Assert.True(doctor.ExitCode == 0, doctor.Error);
    }
}
