using Audire.Audio;
using Audire.Models.Checkpoints;
using Audire.Models.Generation;
using Audire.Models.Nn;
using Audire.Models.Salmonn;
using Audire.Models.Salmonn.Prompting;
using Xunit;

namespace Audire.Tests.Models.Salmonn;

/// <summary>A small model that was really trained: from a recording and a prompt to the recorded words, loaded as users load one.</summary>
public sealed class TrainedModelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Recorded_answers_come_from_the_published_parts()
    {
        foreach (var one in Cases())
            using (one)
            {
                using var model = Load(one);
                foreach (var answer in one.Json.GetProperty("answers").EnumerateArray())
                {
                    var prompt = SalmonnCase.Unwrapped(answer.GetProperty("wrapped").GetString()!);
                    Assert.Equal(PromptText.AboutClip(answer.GetProperty("prompt").GetString()!), prompt);
                    var clips = Encode(model, one, answer.GetProperty("wav").GetString()!);
                    foreach (var run in answer.GetProperty("runs").EnumerateArray().Select(run => new RecordedRun(run)))
                    {
                        var ids = model.Generate([model.Question(clips, prompt)], run.Options, new SalmonnRequest { AsPublished = true }, Cancellation)[0];
                        Assert.Equal(run.Ids(0), ids);
                        if (run.Options.Beams == 1)
                            Assert.Equal(answer.GetProperty("clean_text").GetString(), model.Answer(clips, prompt, run.Options, cancellation: Cancellation));
                    }
                    foreach (var clip in clips) clip.Dispose();
                }
            }
    }

    [Fact]
    public void The_scale_changes_answers_as_recorded()
    {
        foreach (var one in Cases())
            using (one)
            {
                using var model = Load(one);
                foreach (var scale in one.Json.GetProperty("lora_scale_sweep").EnumerateObject())
                    foreach (var row in scale.Value.EnumerateArray())
                    {
                        var clips = Encode(model, one, row.GetProperty("wav").GetString()!);
                        var request = new SalmonnRequest { LoraScale = double.Parse(scale.Name[1..], System.Globalization.CultureInfo.InvariantCulture) };
                        var ids = SalmonnCase.Ids(row.GetProperty("ids"))[1..];
                        var written = model.Generate(
                            [model.Question(clips, PromptText.AboutClip(row.GetProperty("prompt").GetString()!))], new GenerationOptions { MaxNewTokens = ids.Length }, request, Cancellation)[0];
                        Assert.True(ids.AsSpan().SequenceEqual([.. written]) || row.GetProperty("min_gap").GetDouble() < 1e-3, $"{one.Name} {scale.Name} {row.GetRawText()}: [{string.Join(", ", written)}]");
                        foreach (var clip in clips) clip.Dispose();
                    }
            }
    }

    [Fact]
    public void Rows_of_unequal_prompts_answer_as_if_alone()
    {
        foreach (var one in Cases())
            using (one)
            {
                using var model = Load(one);
                var answers = one.Json.GetProperty("answers").EnumerateArray().Take(4).ToList();
                var clips = answers.Select(answer => Encode(model, one, answer.GetProperty("wav").GetString()!)).ToList();
                var questions = answers.Zip(clips, (answer, sound) => model.Question(sound, PromptText.AboutClip(answer.GetProperty("prompt").GetString()!))).ToArray();
                foreach (var beams in new[] { 1, 4 })
                {
                    var options = new GenerationOptions { MaxNewTokens = 24, Beams = beams };
                    var together = model.Generate(questions, options, cancellation: Cancellation);
                    for (var row = 0; row < questions.Length; row++)
                        Assert.Equal(model.Generate([questions[row]], options, cancellation: Cancellation)[0], together[row]);
                }
                foreach (var clip in clips.SelectMany(sound => sound)) clip.Dispose();
            }
    }

    [Fact]
    public void Encoders_can_go_before_the_language_model_runs()
    {
        foreach (var one in Cases())
            using (one)
            {
                using var model = Load(one);
                var answer = one.Json.GetProperty("answers")[0];
                var clips = Encode(model, one, answer.GetProperty("wav").GetString()!);
                var before = model.Bytes;
                model.ReleaseEncoders();
                Assert.True(model.Bytes < before);
                Assert.Equal(answer.GetProperty("clean_text").GetString(), model.Answer(clips, PromptText.AboutClip(answer.GetProperty("prompt").GetString()!), cancellation: Cancellation));
                Assert.Contains("released", Assert.Throws<InvalidOperationException>(() => Encode(model, one, answer.GetProperty("wav").GetString()!)).Message, StringComparison.Ordinal);
                foreach (var clip in clips) clip.Dispose();
            }
    }

    private static List<SalmonnCase> Cases()
    {
        var cases = SalmonnCase.All().Where(one => one.Json.TryGetProperty("answers", out _)).ToList();
        Assert.SkipWhen(cases.Count == 0, "No recorded model has answers.");
        return cases;
    }

    private static IReadOnlyList<EncodedClip> Encode(SalmonnModel model, SalmonnCase one, string wav) =>
        model.Encode(AudioFile.Load(one.At(wav), Cancellation), cancellationToken: Cancellation);

    private static SalmonnModel Load(SalmonnCase one)
    {
        var adapter = one.At("ckpt", "salmonn.safetensors");
        using var checkpoint = Checkpoint.Open(adapter);
        return SalmonnModel.Load(
            new SalmonnParts { Whisper = one.At("ckpt", "whisper"), Beats = one.At("ckpt", "beats.safetensors"), LanguageModel = one.At("ckpt", "llama"), Adapter = adapter },
            new SalmonnOptions { Config = RecordedModel.Config(one, new CheckpointWeights(checkpoint)), DecoderType = WeightType.F32 });
    }
}
