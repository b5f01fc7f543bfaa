using System.Text.Json;
using Audire.Cli.Hosting;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire models list</c> and <c>info</c>.</summary>
public sealed class ModelsTests
{
    [Fact]
    public async Task List_shows_the_known_models_whether_they_are_here_or_not()
    {
        var run = await CommandRun.InProcessAsync("models", "list", "--json");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        var models = run.Document().GetProperty("models").EnumerateArray().ToList();
        Assert.Contains(models, model => model.GetProperty("name").GetString() == "whisper-base");
        Assert.All(models, model =>
        {
            Assert.Equal(JsonValueKind.Number, model.GetProperty("bytes").ValueKind);
            Assert.True(model.GetProperty("path").ValueKind is JsonValueKind.String or JsonValueKind.Null);
        });
    }

    [Fact]
    public async Task Info_lists_every_tensor_and_all_metadata_of_a_file_of_any_format()
    {
        var files = Directory.EnumerateFiles(Fixtures.Require("gguf"), "*.gguf")
            .Concat(Directory.EnumerateFiles(Fixtures.Require("safetensors"), "*.safetensors"))
            .Concat(Directory.EnumerateFiles(Fixtures.Require("torchzip"), "*.p*t*")).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var run = await CommandRun.InProcessAsync("models", "info", file, "--json");
            if (run.ExitCode == ExitCode.Failed)
            {
                Assert.Contains(file, run.LastErrorLine, StringComparison.Ordinal);
                Assert.Empty(run.Output);
                continue;
            }
            var info = run.Document();
            var tensors = info.GetProperty("tensors").EnumerateArray().ToList();
            Assert.Contains(info.GetProperty("format").GetString(), new[] { "safetensors", "gguf", "torch" });
            Assert.Equal(JsonValueKind.Object, info.GetProperty("metadata").ValueKind);
            Assert.Equal(info.GetProperty("parameters").GetInt64(), tensors.Sum(tensor => tensor.GetProperty("shape").EnumerateArray().Aggregate(1L, (product, size) => product * size.GetInt64())));
            Assert.Equal(info.GetProperty("bytes").GetInt64(), tensors.Sum(tensor => tensor.GetProperty("bytes").GetInt64()));
            Assert.All(tensors, tensor => Assert.NotEmpty(tensor.GetProperty("type").GetString()!));
        }
    }

    [Fact]
    public async Task A_name_that_means_nothing_fails_and_says_where_to_look()
    {
        var run = await CommandRun.InProcessAsync("models", "info", "no-such-model");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("no-such-model", run.LastErrorLine, StringComparison.Ordinal);
        Assert.Contains("audire models list", run.LastErrorLine, StringComparison.Ordinal);
    }
}
