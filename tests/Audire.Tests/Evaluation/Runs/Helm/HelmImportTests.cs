using Audire.Evaluation.Runs;
using Audire.Evaluation.Runs.Importing;
using Xunit;

namespace Audire.Tests.Evaluation.Runs.Helm;

public sealed class HelmImportTests
{
    private const string Spec = """{"name":"audiocaps:model=lab_m","adapter_spec":{"method":"generation_multimodal","instructions":"Say what.","model":"lab/m","model_deployment":"lab/m"}}""";

    private const string State = """
        {"request_states":[
          {"instance":{"input":{"text":""},"references":[{"output":{"text":"a dog barks"},"tags":["correct"]}],"split":"test","id":"id0"},
           "request":{"model":"lab/m","prompt":"","max_tokens":50,"multimodal_prompt":{"media_objects":[{"content_type":"text/plain","text":"Say what."},
             {"content_type":"audio/wav","location":"benchmark_output/scenarios/audiocaps/x.wav"}]}},
           "result":{"success":true,"completions":[{"text":"worse","logprob":-2},{"text":"a dog barks","logprob":-1,"finish_reason":{"reason":"stop"}}],
             "cached":false,"request_time":0.5,"request_datetime":1745000000}},
          {"instance":{"references":[],"split":"test","id":"id1"},"request":{"model":"lab/m","prompt":"Say what."},"result":{"success":false,"completions":[],"error":"The server said no."}}]}
        """;

    private const string PerInstance = """
        [{"instance_id":"id0","train_trial_index":0,"stats":[{"name":{"name":"gpt4_audio_critique","split":"test"},"count":1,"sum":4,"mean":4},
          {"name":{"name":"num_references","split":"test"},"count":1,"sum":1,"mean":1},{"name":{"name":"rouge_l","split":"test"},"count":1,"sum":1,"mean":0.123}]}]
        """;

    [Fact]
    public void A_run_of_HELM_is_scored_anew_and_keeps_what_only_HELM_can_compute()
    {
        using var folder = new TemporaryFolder();
        Write(folder, Spec, State, PerInstance);
        var outcome = RunImport.Import(folder.Combine("helm"), folder.Combine("run"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, outcome.AbsentClips);
        using var run = RunFolder.Open(folder.Combine("run"));
        Assert.Collection(
            run.Items,
            item =>
            {
                Assert.Equal("a dog barks", item.Answer);
                Assert.Equal("lab/m", item.System);
                Assert.Equal("audiocaps", item.Scenario);
                Assert.Equal(4, item.Scores["reported:gpt4_audio_critique"]);
                Assert.Equal(1, item.Scores["helm:rouge_l"]);
                Assert.DoesNotContain(item.Scores.Keys, key => key.Contains("num_references", StringComparison.Ordinal));
            },
            item => Assert.Equal("The server said no.", item.Error));
        Assert.Equal("reported:gpt4_audio_critique", run.Cells.Single(cell => cell.Main).Metric);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1745000000), run.Spec.Started);
    }

    [Theory]
    [InlineData("{", State, "no JSON")]
    [InlineData("[]", State, "an object was expected")]
    [InlineData("""{"name":"x","adapter_spec":{"method":"generation_multimodal"}}""", State, "'model' is missing")]
    [InlineData(Spec, "{}", "'request_states' is missing")]
    [InlineData(Spec, """{"request_states":[{"instance":{"id":1},"request":{}}]}""", "request state 1: 'id' must be a text")]
    [InlineData(Spec, """{"request_states":[{"instance":{"id":"a"},"request":{"multimodal_prompt":{"media_objects":{}}}}]}""", "'media_objects' must be a list")]
    [InlineData(Spec, """{"request_states":[{"instance":{"id":"a"},"request":{}},{"instance":{"id":"a"},"request":{}}]}""", "of the instance 'a'")]
    public void What_is_malformed_is_told_with_its_place_and_leaves_no_run(string spec, string state, string expected)
    {
        using var folder = new TemporaryFolder();
        Write(folder, spec, state, "[]");
        var error = Assert.Throws<RunException>(() => RunImport.Import(folder.Combine("helm"), folder.Combine("run"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.Combine("run", "run.db")));
    }

    [Fact]
    public void A_location_outside_of_the_folder_is_not_opened()
    {
        using var folder = new TemporaryFolder();
        SmallSuite.WriteTone(folder.Combine("secret.wav"), 440);
        var path = folder.Combine("secret.wav").Replace('\\', '/');
        foreach (var location in new[] { path, "../secret.wav", "scenarios/../../secret.wav", "http://127.0.0.1:9/x.wav" })
        {
            Write(folder, Spec, State.Replace("benchmark_output/scenarios/audiocaps/x.wav", location, StringComparison.Ordinal), "[]");
            var run = folder.Combine("run-" + Guid.NewGuid().ToString("N"));
            Assert.Equal(1, RunImport.Import(folder.Combine("helm"), run, cancellationToken: TestContext.Current.CancellationToken).AbsentClips);
            Assert.Empty(Directory.GetFiles(Path.Combine(run, "clips")));
        }
    }

    [Theory]
    [InlineData("{\"system\":1}", "line 1")]
    [InlineData("{\"system\":\"a\"}", "lacks one")]
    [InlineData("", "holds no item")]
    public void Lines_that_are_no_items_are_told(string line, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("items.jsonl"), line + "\n");
        var error = Assert.Throws<RunException>(() => RunImport.Import(folder.Combine("items.jsonl"), folder.Combine("run"), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_nothing_to_import_is_told()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("nothing to import", Assert.Throws<RunException>(() => RunImport.Import(folder.Path, folder.Combine("run"), cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.Contains("no folder or file", Assert.Throws<RunException>(() => RunImport.Import(folder.Combine("no"), folder.Combine("run"), cancellationToken: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    private static void Write(TemporaryFolder folder, string spec, string state, string perInstance)
    {
        Directory.CreateDirectory(folder.Combine("helm"));
        File.WriteAllText(folder.Combine("helm", "run_spec.json"), spec);
        File.WriteAllText(folder.Combine("helm", "scenario_state.json"), state);
        File.WriteAllText(folder.Combine("helm", "per_instance_stats.json"), perInstance);
    }
}
