using Audire.Cli.Hosting;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Conversion;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire models convert</c>: what it writes is what <c>info</c> reads.</summary>
public sealed class ModelsConvertTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-convert-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_type_it_offers_it_writes()
    {
        var input = Directory.EnumerateFiles(Fixtures.Require("safetensors"), "*.safetensors")
            .FirstOrDefault(path => !Path.GetFileName(path).StartsWith("hostile", StringComparison.Ordinal) && !path.Contains("-of-", StringComparison.Ordinal));
        Assert.SkipWhen(input is null, "There is no valid safetensors fixture.");
        foreach (var type in ModelConverter.Types)
        {
            var output = Path.Combine(_folder, type.Label());

            var run = await CommandRun.InProcessAsync("models", "convert", input, output, "--type", type.Label(), "--json");
            if (run.ExitCode == ExitCode.Failed)
            {
                Assert.Contains("GGUF", run.LastErrorLine, StringComparison.Ordinal); // names or shapes that the format does not allow
                continue;
            }

            var written = run.Document();
            var info = (await CommandRun.InProcessAsync("models", "info", written.GetProperty("model").GetString()!, "--json")).Document();
            Assert.Equal(written.GetProperty("tensors").GetInt32(), info.GetProperty("tensors").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("models", "convert", "in", "out")]
    [InlineData("models", "convert", "in", "out", "--type", "Q9")]
    public async Task A_type_must_be_given_and_known(params string[] args)
    {
        Assert.Equal(ExitCode.WrongUsage, (await CommandRun.InProcessAsync(args)).ExitCode);
    }
}
