using System.Text.Json;
using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire doctor</c>: its document, and what it says where libtorch cannot load.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-doctor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_document_has_the_promised_fields()
    {
        var document = (await CommandRun.InProcessAsync("doctor", "--json")).Document();

        Assert.True(document.GetProperty("ok").GetBoolean());
        foreach (var check in document.GetProperty("checks").EnumerateArray())
        {
            Assert.NotEmpty(check.GetProperty("name").GetString()!);
            Assert.True(check.GetProperty("ok").ValueKind is JsonValueKind.True or JsonValueKind.False);
            Assert.NotEmpty(check.GetProperty("detail").GetString()!);
            Assert.Equal(check.GetProperty("ok").GetBoolean(), check.GetProperty("fix").GetString()!.Length == 0);
        }
    }

    [Fact]
    public async Task An_empty_libtorch_folder_is_one_sentence_that_says_why_and_what_to_do()
    {
        var run = await ToolProcess.RunAsync(["doctor", "--json"], new Dictionary<string, string> { ["AUDIRE_LIBTORCH"] = _folder });

        AssertExplains(run, "AUDIRE_LIBTORCH");
        Assert.Contains(_folder, run.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_its_native_files_says_so()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(IsManaged))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));

        var run = await ToolProcess.RunAsync(["doctor", "--json"], new Dictionary<string, string> { ["NUGET_PACKAGES"] = _folder }, Path.Combine(_folder, "audire.dll"));

        AssertExplains(run, "libtorch cannot be loaded (no LibTorchSharp library");
    }

    private static void AssertExplains(CommandRun run, string part)
    {
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.False(run.Document().GetProperty("ok").GetBoolean());
        Assert.Contains(part, run.LastErrorLine, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsManaged(string path) => Path.GetExtension(path) is ".dll" or ".json";
}
