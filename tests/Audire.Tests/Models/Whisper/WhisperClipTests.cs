using System.Text.Json;
using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Models.Whisper.Decoding;
using Audire.Models.Whisper.Network;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>Whisper base on recordings: languages, no-speech probabilities and the very tokens of every recorded search.</summary>
[Trait("Category", "RealWeights")]
public sealed class WhisperClipTests(RealWhisper real) : IClassFixture<RealWhisper>
{
    // A smaller gap between the two best tokens may be decided otherwise by another engine's rounding.
    private const double SafeMargin = 0.02;
    private const double ProbabilityTolerance = 1e-4;
    private const double LogProbTolerance = 1e-3;
    private const double HalfPrecisionLogProbTolerance = 5e-3; // the reference asks half-precision engines for tokens and text alone

    private static readonly TranscribeOptions Greedy = new() { Temperatures = [0] };
    private static readonly TranscribeOptions Beam = new() { Temperatures = [0], BeamSize = 5 };

    private readonly List<string> _failures = [];
    private int _compared;

    [Fact]
    public void Every_recorded_search_gives_the_recorded_tokens()
    {
        var model = real.Load();
        ForEach("base_clips.jsonl", model, (name, clip, encoded, memory) =>
        {
            CheckEncoder(name, clip, encoded);
            CheckLanguage(name, clip, model, memory, ProbabilityTolerance);
            var decoder = RealWhisper.Decoder(model);
            foreach (var (run, task) in new[] { ("greedy", WhisperTask.Transcribe), ("translate", WhisperTask.Translate), ("timestamps", WhisperTask.Transcribe) })
                if (clip.TryGetProperty(run, out var recorded)) CheckRun($"{name} {run}", clip, recorded, recorded, model, decoder, memory, task, Greedy);
            if (clip.TryGetProperty("beam5", out var beam) && beam.TryGetProperty("openai", out var openai))
                CheckRun($"{name} beam5", clip, beam, openai, model, decoder, memory, WhisperTask.Transcribe, Beam);
        });
    }

    [Fact]
    public void Half_precision_decodes_the_recorded_tokens()
    {
        var model = real.Load(WeightType.F16);
        ForEach("base_clips.jsonl", model, (name, clip, _, memory) =>
        {
            var recorded = clip.GetProperty("greedy");
            CheckRun(name, clip, recorded, recorded, model, RealWhisper.Decoder(model), memory, WhisperTask.Transcribe, Greedy, HalfPrecisionLogProbTolerance);
        });
    }

    [Fact]
    public void Every_recorded_language_is_detected()
    {
        var model = real.Load();
        ForEach("base_language.jsonl", model, (name, clip, _, memory) => CheckLanguage(name, clip, model, memory, ProbabilityTolerance));
    }

    private void ForEach(string file, WhisperModel model, Action<string, JsonElement, Tensor, AudioMemory> check)
    {
        using var gradients = no_grad();
        var recorded = RecordedClips.Read(file);
        foreach (var clip in recorded.Clips)
        {
            if (recorded.Sound(clip) is not { } sound) continue;
            using var scope = NewDisposeScope();
            var encoded = RealWhisper.Encode(model, sound);
            using var memory = model.Network.Decoder.Hear(encoded);
            check(clip.GetProperty("file").GetString()!, clip, encoded, memory);
            _compared++;
        }
        Assert.SkipWhen(_compared == 0, $"None of the recordings of {file} is on this machine.");
        Assert.True(_failures.Count == 0, string.Join(Environment.NewLine, _failures));
    }

    private void CheckEncoder(string name, JsonElement clip, Tensor encoded)
    {
        if (!clip.TryGetProperty("enc_stats", out var stats)) return;
        Near($"{name} encoder mean", stats.GetProperty("mean").GetDouble(), encoded.mean().item<float>(), 1e-4);
        Near($"{name} encoder deviation", stats.GetProperty("std").GetDouble(), encoded.std(unbiased: false).item<float>(), 1e-4);
        Near($"{name} encoder maximum", stats.GetProperty("absmax").GetDouble(), encoded.abs().max().item<float>(), 5e-3);
    }

    private void CheckLanguage(string name, JsonElement clip, WhisperModel model, AudioMemory memory, double tolerance)
    {
        var detected = LanguageDetector.Detect(model.Network.Decoder, memory, model.Vocabulary);
        var probabilities = detected.ToDictionary(language => language.Language, language => language.Probability);
        var top = clip.GetProperty("language_top5").EnumerateArray().Select(pair => (Language: pair[0].GetString()!, Probability: pair[1].GetDouble())).ToArray();
        foreach (var (language, probability) in top) Near($"{name} language {language}", probability, probabilities[language], tolerance);
        if (top[0].Probability - top[1].Probability > 0.01 && detected[0].Language != clip.GetProperty("detected").GetString())
            _failures.Add($"{name}: {detected[0].Language} detected");

        using var state = new DecoderState(model.Network.Decoder, memory);
        var noSpeech = state.Step([model.Vocabulary.StartOfTranscript]).softmax(-1)[0, model.Vocabulary.NoSpeech].item<float>();
        Near($"{name} no-speech", clip.GetProperty("no_speech_prob").GetDouble(), noSpeech, tolerance);
    }

    private void CheckRun(
        string name, JsonElement clip, JsonElement run, JsonElement expected, WhisperModel model, WindowDecoder decoder, AudioMemory memory, WhisperTask task,
        TranscribeOptions options, double tolerance = LogProbTolerance)
    {
        var ids = Ids(run.GetProperty("prompt"));
        var timestamps = !ids.Contains(model.Vocabulary.NoTimestamps);
        var prompt = WindowPrompt.Build(
            model.Vocabulary, model.Config, [], model.Vocabulary.Opening(clip.GetProperty("language_used").GetString()!, task, timestamps));
        if (!prompt.Tokens.SequenceEqual(ids)) _failures.Add($"{name}: prompt {string.Join(' ', prompt.Tokens)}");

        var window = decoder.Decode(memory, prompt, timestamps, options, TestContext.Current.CancellationToken);
        if (expected.TryGetProperty("min_margin", out var margin) && margin.GetDouble() < SafeMargin) return;
        if (!window.Tokens.SequenceEqual(Ids(expected.GetProperty("ids")))) _failures.Add($"{name}: \"{window.Text}\" for \"{expected.GetProperty("text")}\"");
        else if (window.Text.Trim() != expected.GetProperty("text").GetString()!.Trim()) _failures.Add($"{name}: other text for the same tokens");
        else Near($"{name} log-probability", expected.GetProperty("avg_logprob").GetDouble(), window.AvgLogProb, tolerance);
    }

    private void Near(string what, double expected, double actual, double tolerance)
    {
        if (!(Math.Abs(expected - actual) <= tolerance)) _failures.Add($"{what}: {actual} for {expected}");
    }

    private static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];
}
