using System.Text.Json;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Runs.Helm;
using Audire.Evaluation.Runs.Importing;
using Xunit;

namespace Audire.Tests.Evaluation.Runs.Helm;

public sealed class HelmRoundTripTests
{
    private const string Yaml = SmallSuite.Yaml + "\n" + """
          - name: letters
            aspect: perception
            task: multiple-choice
            prompt: Answer with the letter.
            media: [{audio: file}, {text: "How is it?"}]
            select: {kind: [speech]}
            reference: label
            answers: [low, high]
            metrics: [accuracy]
            maxTokens: 1
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_prompts_and_recordings_survive_the_way_to_HELM_and_back()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"), yaml: Yaml);
        ISystem[] systems = [ScriptedSystem.Plain("some/model"), Baseline.Empty];
        await new AuditRunner().RunAsync(suite, systems, new RunOptions { Directory = folder.Combine("run") }, cancellationToken: Token);
        using var before = RunFolder.Open(folder.Combine("run"));
        var folders = HelmExport.Write(before, folder.Combine("benchmark_output"));
        Assert.Equal(8, folders.Count);
        Assert.Contains(Path.Combine("runs", "small", HelmNames.Folder("dictation:model=some_model")), folders[0], StringComparison.Ordinal);

        var outcome = RunImport.Import(folder.Combine("benchmark_output"), folder.Combine("back"), cancellationToken: Token);
        Assert.Equal(0, outcome.AbsentClips);
        using var after = RunFolder.Open(folder.Combine("back"));
        Assert.Equal(
            before.Items.Select(Told).Order(StringComparer.Ordinal), after.Items.Select(Told).Order(StringComparer.Ordinal));
        Assert.All(after.Items.SelectMany(item => item.Clips), clip => Assert.Equal(File.ReadAllBytes(before.ClipPath(clip.Hash)), File.ReadAllBytes(after.ClipPath(clip.Hash))));
        foreach (var metric in new[] { "wer", "accuracy" })
            Assert.Equal(Values(before, "dictation", metric), Values(after, "dictation", metric));
        Assert.Equal(Values(before, "letters", "accuracy"), Values(after, "letters", "accuracy"));
    }

    [Fact]
    public async Task Files_have_HELMs_fields_and_its_own_rules()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"), yaml: Yaml);
        await new AuditRunner().RunAsync(suite, [Baseline.Empty], new RunOptions { Directory = folder.Combine("run") }, cancellationToken: Token);
        using var run = RunFolder.Open(folder.Combine("run"));
        var folders = HelmExport.Write(run, folder.Combine("out"));

        // HELM counts an empty transcript as perfect, ours as all deletions; both are told.
        using var stats = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folders[0], "stats.json")));
        Assert.Equal(0, Mean(stats, "wer_score"));
        Assert.Equal(1, Mean(stats, "audire:wer"));

        var letters = folders.Single(name => name.Contains("letters", StringComparison.Ordinal));
        using var state = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(letters, "scenario_state.json")));
        var first = state.RootElement.GetProperty("request_states")[0];
        var prompt = first.GetProperty("request").GetProperty("multimodal_prompt").GetProperty("media_objects").EnumerateArray().ToList();
        Assert.Equal("How is it?\nA. low\nB. high\nAnswer:", prompt[^1].GetProperty("text").GetString());
        var media = first.GetProperty("instance").GetProperty("input").GetProperty("multimedia_content").GetProperty("media_objects").EnumerateArray().ToList();
        Assert.Equal(2, media.Count);
        Assert.True(File.Exists(media[0].GetProperty("location").GetString()!));
        Assert.Equal("How is it?", media[1].GetProperty("text").GetString());
        Assert.Equal("low", first.GetProperty("output_mapping").GetProperty("A").GetString());
        using var spec = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(letters, "run_spec.json")));
        Assert.Equal("letters:model=empty", spec.RootElement.GetProperty("name").GetString());
        Assert.Equal("multiple_choice_joint_multimodal", spec.RootElement.GetProperty("adapter_spec").GetProperty("method").GetString());
    }

    [Fact]
    public async Task Exported_lines_become_a_run_again()
    {
        using var folder = new TemporaryFolder();
        var suite = SmallSuite.Write(folder.Combine("suite"));
        await new AuditRunner().RunAsync(suite, [ScriptedSystem.Plain(), Baseline.Empty], new RunOptions { Directory = folder.Combine("run") }, cancellationToken: Token);
        using var before = RunFolder.Open(folder.Combine("run"));
        RunImport.Import(folder.Combine("run", "items.jsonl"), folder.Combine("back"), cancellationToken: Token);
        using var after = RunFolder.Open(folder.Combine("back"));
        Assert.Equal(before.Items.Select(Told), after.Items.Select(Told));
        Assert.Equal(Values(before, "dictation", "wer"), Values(after, "dictation", "wer"));
        Assert.All(after.Items.SelectMany(item => item.Clips), clip => Assert.True(File.Exists(after.ClipPath(clip.Hash))));
    }

    private static double Mean(JsonDocument stats, string metric) => stats.RootElement.EnumerateArray()
        .Single(stat => stat.GetProperty("name").GetProperty("name").GetString() == metric).GetProperty("mean").GetDouble();

    private static string Told(ItemRecord item) => string.Join('|', item.System, item.Scenario, item.Instance, item.Prompt, string.Join(',', item.Clips.Select(clip => clip.Hash)),
        string.Join(',', item.References), string.Join(',', item.Choices), item.Answer, item.Finish, string.Join(',', item.Groups.Where(g => g.Value.Length > 0).OrderBy(g => g.Key, StringComparer.Ordinal)));

    private static IEnumerable<double?> Values(RunFolder run, string scenario, string metric) =>
        run.Cells.Where(cell => cell.Scenario == scenario && cell.Metric == metric).OrderBy(cell => cell.System, StringComparer.Ordinal).Select(cell => cell.Value);
}
