using System.Text.Json.Nodes;
using Audire.Audio;
using Audire.Audio.Perturbation;
using Audire.Cli.Hosting;
using Audire.Models.Beats;
using Audire.Tests.Evaluation;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire train beats</c> from a manifest to a model.</summary>
public sealed class TrainBeatsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_manifest_becomes_a_model_and_what_cannot_be_used_is_named()
    {
        var manifest = Manifest();
        string[] line = ["train", "beats", "--data", manifest, "--out", _folder.Combine("run"), "--steps", "2", "--batch-size", "2", "--width", "16", "--layers", "1", "--json"];
        var run = await CommandRun.InProcessAsync(line);

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Contains(run.Lines(), step => step.GetProperty("kind").GetString() == "evaluation" && step.GetProperty("metrics").TryGetProperty("accuracy/kind", out _));
        Assert.Contains("absent.wav", run.Error, StringComparison.Ordinal);
        using var model = BeatsModel.Load(_folder.Combine("run"));
        Assert.Equal((16, 1), (model.Config.Width, model.Config.Layers));

        var other = await CommandRun.InProcessAsync([.. line, "--rate", "0.01"]);
        Assert.Equal(ExitCode.Failed, other.ExitCode);
        Assert.Contains("--allow-changes", other.LastErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out", "x")]
    [InlineData("--data", "x", "--out", "y", "--width", "18")]
    [InlineData("--data", "x", "--out", "y", "--steps", "0")]
    public async Task Wrong_usage_exits_2(params string[] options) =>
        Assert.Equal(ExitCode.WrongUsage, (await CommandRun.InProcessAsync(["train", "beats", .. options])).ExitCode);

    private string Manifest()
    {
        var lines = new List<string> { Line("absent.wav", "tone", "train") };
        for (var i = 0; i < 8; i++)
        {
            var kind = i % 2 == 0 ? "loud" : "soft";
            WavWriter.Write(_folder.Combine($"{i}.wav"), Noise.White(6000, i % 2 == 0 ? 0.3 : 0.01, (ulong)i));
            lines.Add(Line($"{i}.wav", kind, i < 6 ? "train" : "valid"));
        }
        File.WriteAllLines(_folder.Combine("manifest.jsonl"), lines);
        return _folder.Combine("manifest.jsonl");

        static string Line(string path, string label, string split) => new JsonObject
        {
            ["path"] = path, ["text"] = label, ["task"] = "kind", ["label"] = label, ["split"] = split,
        }.ToJsonString();
    }
}
