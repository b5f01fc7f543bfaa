using Audire.Cli.Hosting;
using Audire.Tests.Models.Checkpoints;
using Audire.Tests.Models.Salmonn;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Cli;

public sealed class PlanAndConvertTests
{
    [Fact]
    public async Task A_plan_tells_bytes_for_each_weight_type_and_whether_they_are_there()
    {
        var folder = Fixtures.Require("llm", "llama_gqa_hf");
        var run = await CommandRun.InProcessAsync("models", "plan", folder, "--positions", "300", "--json");
        Assert.Equal(0, run.ExitCode);
        var plan = run.Document();
        var part = plan.GetProperty("parts")[0];
        var bytes = part.GetProperty("bytes");
        Assert.True(bytes.GetProperty("f32").GetInt64() > bytes.GetProperty("f16").GetInt64() && bytes.GetProperty("f16").GetInt64() > bytes.GetProperty("int4").GetInt64());
        Assert.Equal(5, plan.GetProperty("totals").GetArrayLength());
        Assert.True(plan.GetProperty("totals")[0].GetProperty("fits").GetBoolean());
        // Buffers double: 300 positions take 512.
        Assert.Equal(plan.GetProperty("cacheBytesPerThousand").GetInt64() / 1000 * 512, plan.GetProperty("cacheBytes").GetInt64());

        run = await CommandRun.InProcessAsync("models", "plan", folder);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("fits here", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_packed_and_names_its_places()
    {
        using var folder = new TemporaryFolder();
        var output = Path.Combine(folder.Path, "packed");
        var run = await CommandRun.InProcessAsync("models", "convert", Fixtures.Require("llm", "llama_gqa_hf"), output, "--type", "int4", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.True(File.Exists(Path.Combine(output, "model.safetensors")));
        Assert.True(run.Document().GetProperty("bytes").GetInt64() > 0);
    }

    [Fact]
    public async Task A_trained_salmonn_takes_f16_and_says_what_else_it_takes()
    {
        using var model = TrainedFolder.Open();
        using var folder = new TemporaryFolder();

        var run = await CommandRun.InProcessAsync("models", "convert", model.Path, Path.Combine(folder.Path, "rounded"), "--type", "f16");
        var refused = await CommandRun.InProcessAsync("models", "convert", model.Path, Path.Combine(folder.Path, "other"), "--type", "Q8_0");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.True(File.Exists(Path.Combine(folder.Path, "rounded", "adapter.safetensors")));
        Assert.Equal(ExitCode.WrongUsage, refused.ExitCode);
        Assert.Contains("int8 or int4", refused.LastErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "other")));
    }

    [Theory]
    [InlineData("models plan", "No model is named")]
    [InlineData("models plan x --llm y", "give one of them")]
    [InlineData("models convert x --type int4", "where to write")]
    [InlineData("models convert x y --type int4 --llm z", "the folder to make")]
    [InlineData("models convert x --type Q8_0 --llm z", "int8 or int4")]
    [InlineData("models convert x y --type int3", "int3")]
    [InlineData("audit --judge-prompt x.txt", "--judge-prompt needs")]
    [InlineData("audit --compat other", "other")]
    public async Task A_command_line_that_makes_no_sense_is_refused(string line, string expected)
    {
        var run = await CommandRun.InProcessAsync(line.Split(' '));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
