using System.Diagnostics;
using System.Runtime.InteropServices;
using Audire.Models.Salmonn;
using Audire.Tests.Evaluation;
using Audire.Tests.Support;
using Audire.Training.Runs;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire train</c> over the recorded tiny models: trains, stops, is killed, goes on, reports.</summary>
public sealed partial class TrainTests : IDisposable
{
    private const int SignalTerminate = 15;
    private readonly TemporaryFolder _folder = new();
    private readonly string _parts = Fixtures.Require("salmonn", "tiny", "ckpt");

    public TrainTests()
    {
        var lines = new List<string>();
        foreach (var (clip, split) in new[] { ("clip0", "train"), ("clip1", "train"), ("clip1", "valid") })
        {
            File.Copy(Fixtures.Require("salmonn", "tiny", clip + ".wav"), _folder.Combine($"{split}-{clip}.wav"));
            lines.Add($$"""{"path":"{{split}}-{{clip}}.wav","text":"the dog barks","task":"sentence","Q":"What is said?","split":"{{split}}"}""");
            lines.Add($$"""{"path":"{{split}}-{{clip}}.wav","text":"dog","label":"dog","task":"sound","Q":"What is it?","split":"{{split}}"}""");
        }
        lines.Add("""{"path":"absent.wav","text":"x"}""");
        File.WriteAllLines(_folder.Combine("m.jsonl"), lines);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_stage_trains_leaves_a_model_that_loads_and_is_reported_and_swept()
    {
        var trained = await CommandRun.InProcessAsync([.. Train("run", 4, evaluateEvery: 2), "--json"]);
        Assert.Equal(0, trained.ExitCode);
        Assert.Contains("line 7 (absent.wav)", trained.Error, StringComparison.Ordinal);
        Assert.Equal(["step", "step", "evaluation", "step", "step", "evaluation"], trained.Lines().Select(line => line.GetProperty("kind").GetString()));
        Assert.Contains("sound/accuracy", trained.Lines()[2].GetProperty("metrics").EnumerateObject().Select(metric => metric.Name));
        Assert.True(SalmonnFolder.Is(_folder.Combine("run", "model")));

        var report = await CommandRun.InProcessAsync("report", _folder.Combine("run"));
        Assert.Equal(0, report.ExitCode);
        var page = await File.ReadAllTextAsync(report.Output.Trim(), TestContext.Current.CancellationToken);
        Assert.Contains("<h2>Loss</h2>", page, StringComparison.Ordinal);
        Assert.Contains("1 × missing file", page, StringComparison.Ordinal);

        var sweep = await CommandRun.InProcessAsync(
            "train", "sweep-scale", "--model", _folder.Combine("run", "model"), "--data", _folder.Combine("m.jsonl"), "--split", "valid", "--cache", _folder.Combine("cache"),
            "--scales", "0", "4", "--max-tokens", "4", "--out", _folder.Combine("sweep"), "--json");
        Assert.Equal(0, sweep.ExitCode);
        var scales = sweep.Document().GetProperty("scales");
        Assert.Equal(2, scales.GetArrayLength());
        Assert.Equal(["sentence wer", "sound accuracy", "audio_story_telling following", "audio_story_telling diversity", "audio_story_telling repeat"],
            scales[0].GetProperty("scores").EnumerateArray().Select(score => $"{score.GetProperty("task")} {score.GetProperty("metric")}").OrderBy(name => name.StartsWith("audio", StringComparison.Ordinal)));
        Assert.True(File.Exists(_folder.Combine("sweep", "index.html")));
    }

    [Fact]
    public async Task Stages_follow_each_other_and_activation_says_where_the_model_writes_no_stories()
    {
        Assert.Equal(0, (await CommandRun.InProcessAsync([.. Train("first", 2)])).ExitCode);
        var second = await CommandRun.InProcessAsync(
            "train", "--stage", "instruct", "--model", _folder.Combine("first", "model"), "--data", _folder.Combine("m.jsonl"), "--cache", _folder.Combine("cache"), "--out", _folder.Combine("second"), "--steps", "2");
        Assert.Equal(0, second.ExitCode);
        var third = await CommandRun.InProcessAsync(
            "train", "--stage", "activate", "--model", _folder.Combine("second", "model"), "--data", _folder.Combine("m.jsonl"), "--cache", _folder.Combine("cache"), "--out", _folder.Combine("third"), "--stories", "1");
        Assert.Equal(1, third.ExitCode);
        Assert.Contains("were stories", third.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_come_from_a_file_too_and_its_unknown_words_are_named()
    {
        File.WriteAllText(_folder.Combine("c.yaml"), $"stage: instruct\nsteps: 50\ntask-weight: [sound=0]\nllm: {_parts}/llama\nwhisper: {_parts}/whisper\n");
        string[] line = ["train", "--config", _folder.Combine("c.yaml"), "--data", _folder.Combine("m.jsonl"), "--cache", "none", "--qformer-width", "32", "--qformer-heads", "4", "--out", _folder.Combine("run"), "--steps", "1"];
        Assert.Equal(0, (await CommandRun.InProcessAsync(line)).ExitCode);
        Assert.Equal(1, RunLog.Read(_folder.Combine("run"))[^1].Step); // the command line counts more
        File.AppendAllText(_folder.Combine("c.yaml"), "stepps: 4\n");
        var wrong = await CommandRun.InProcessAsync(line);
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("line 6: 'stepps' is no option", wrong.LastErrorLine, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.InProcessAsync("train", "--out", "x")).ExitCode);
    }

    [Fact]
    public async Task Terminated_or_killed_it_goes_on_to_the_same_weights_and_a_second_training_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals are sent as Linux knows them.");
        const int Steps = 120;
        Assert.Equal(0, (await ToolProcess.RunAsync(Train("whole", Steps))).ExitCode);
        foreach (var (name, signal) in new[] { ("terminated", SignalTerminate), ("killed", 9) })
        {
            for (var round = 0; round < (signal == SignalTerminate ? 1 : 2); round++)
            {
                using var process = ToolProcess.Start(Train(name, Steps));
                var ended = ToolProcess.FinishAsync(process);
                var before = RunLog.Read(_folder.Combine(name)).Count;
                var clock = Stopwatch.StartNew();
                while (RunLog.Read(_folder.Combine(name)).Count <= before && !process.HasExited && clock.Elapsed < TimeSpan.FromSeconds(60)) await Task.Delay(20, TestContext.Current.CancellationToken);
                if (round == 0 && signal == 9)
                {
                    var other = await CommandRun.InProcessAsync(Train(name, Steps));
                    Assert.Equal(1, other.ExitCode);
                    Assert.Contains("Another training is writing", other.LastErrorLine, StringComparison.Ordinal);
                }
                if (Kill(process.Id, signal) != 0) Assert.True(process.HasExited);
                var run = await ended;
                if (signal == SignalTerminate) Assert.True(run.ExitCode is 130 or 0, run.Error);
            }
            Assert.Equal(0, (await ToolProcess.RunAsync(Train(name, Steps))).ExitCode);
            Assert.Equal(await AdapterOf("whole"), await AdapterOf(name));
        }
    }

    private Task<byte[]> AdapterOf(string run) => File.ReadAllBytesAsync(_folder.Combine(run, "model", "adapter.safetensors"), TestContext.Current.CancellationToken);

    private string[] Train(string run, int steps, int evaluateEvery = 50) =>
    [
        "train", "--stage", "instruct", "--whisper", Path.Combine(_parts, "whisper"), "--beats", Path.Combine(_parts, "beats.safetensors"), "--llm", Path.Combine(_parts, "llama"),
        "--qformer-width", "32", "--qformer-heads", "4", "--lora-rank", "2", "--data", _folder.Combine("m.jsonl"), "--cache", _folder.Combine("cache"), "--out", _folder.Combine(run),
        "--steps", $"{steps}", "--batch-size", "2", "--save-every", "7", "--evaluate-every", $"{evaluateEvery}", "--evaluate-tokens", "4", "--threads", "1",
    ];

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
