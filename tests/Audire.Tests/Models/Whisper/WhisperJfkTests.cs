using System.Text.Json;
using Audire.Audio;
using Audire.Models.Checkpoints;
using Audire.Models.Whisper.Decoding;
using Audire.Models.Whisper.Network;
using Audire.Models.Whisper.Transcribing;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>Whisper base on one recording, layer by layer, against values computed in float64.</summary>
[Trait("Category", "RealWeights")]
public sealed class WhisperJfkTests(RealWhisper real) : IClassFixture<RealWhisper>
{
    private readonly List<string> _failures = [];

    [Fact]
    public void Every_recorded_value_is_reproduced()
    {
        using var json = Fixtures.Json("whisper", "base_jfk.json");
        using var reference = Checkpoint.Open(Fixtures.Require("whisper", "base_jfk.safetensors"));
        var clip = AudioFile.Load(Fixtures.RequireShared("audio", "jfk.wav"), TestContext.Current.CancellationToken);
        var model = real.Load();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();

        Dictionary<string, Tensor> seen = [];
        Tensor Keep(string site, Tensor value)
        {
            if (site is "encoder.embedded" or "encoder.last_hidden" || site.EndsWith(".out", StringComparison.Ordinal) || site == "decoder.layers.3.encoder_attn.probs")
                seen[site] = value.clone().DetachFromDisposeScope();
            return value;
        }

        var features = new RecordingFeatures(clip, model.Config, model.Device, TestContext.Current.CancellationToken);
        var mel = reference.Load("mel_frames_0_100");
        Near("mel", features.Window(0)[0].narrow(1, 0, mel.shape[1]), mel, 1e-4);
        using var memory = model.Network.Decoder.Hear(RealWhisper.Encode(model, clip, Keep));
        for (var level = 0; reference.Tensors.ContainsKey($"enc.hidden{level}"); level++)
        {
            var stats = json.RootElement.GetProperty("stats").GetProperty($"enc.hidden{level}");
            CheckEncoder($"enc.hidden{level}", seen[level == 0 ? "encoder.embedded" : $"encoder.layers.{level - 1}.out"][0], "enc_hidden_frames", stats);
        }
        CheckEncoder("enc.last_hidden", seen["encoder.last_hidden"][0], "enc_last_hidden_frames", json.RootElement.GetProperty("stats").GetProperty("enc.last_hidden"));

        using var state = new DecoderState(model.Network.Decoder, memory, tap: Keep);
        var hidden = model.Network.Decoder.Forward([.. reference.Load("dec.ids").to(ScalarType.Int64).data<long>().Select(id => (int)id)], state)[0];
        var logits = model.Network.Decoder.Logits(hidden);
        Near("dec.last_hidden", hidden, reference.Load("dec.last_hidden"), 5e-3);
        Near("dec.logits_pos3", logits[3], reference.Load("dec.logits_pos3").flatten(), 2e-3);
        Near("dec.top10", logits.gather(1, reference.Load("dec.top10_ids").to(ScalarType.Int64)), reference.Load("dec.top10_logits"), 2e-3);
        Near("dec.l3h1.cross_probs", seen["decoder.layers.3.encoder_attn.probs"][0, 1], reference.Load("dec.l3h1.cross_probs"), 1e-4);

        var languages = LanguageDetector.Detect(model.Network.Decoder, memory, model.Vocabulary).ToDictionary(each => each.Language, each => each.Probability);
        foreach (var language in json.RootElement.GetProperty("language_probs").EnumerateObject())
            if (Math.Abs(languages[language.Name] - language.Value.GetDouble()) > 1e-4) _failures.Add($"{language.Name}: {languages[language.Name]}");
        Assert.True(_failures.Count == 0, string.Join(Environment.NewLine, _failures));
        foreach (var tensor in seen.Values) tensor.Dispose();

        void CheckEncoder(string name, Tensor value, string frames, JsonElement stats)
        {
            var rows = tensor(json.RootElement.GetProperty(frames).EnumerateArray().Select(frame => frame.GetInt64()).ToArray());
            var expected = reference.Load(name);
            var actual = value.index_select(0, rows);

            // Float32 itself is that far from float64 in the few channels that reach hundreds: what was seen there is the bound.
            Near(name, actual, expected, Math.Max(5e-3, 2 * stats.GetProperty("f32_max_abs_diff").GetDouble()));
            var relative = (actual - expected).square().mean().sqrt().item<float>() / expected.square().mean().sqrt().item<float>();
            if (!(relative <= 1e-4)) _failures.Add($"{name}: relative rms {relative}");
            if (Math.Abs(value.mean().item<float>() - stats.GetProperty("mean").GetDouble()) > 1e-4) _failures.Add($"{name}: another mean");
            if (Math.Abs(value.std(unbiased: false).item<float>() - stats.GetProperty("std").GetDouble()) > 1e-3) _failures.Add($"{name}: another deviation");
        }
    }

    private void Near(string name, Tensor actual, Tensor expected, double tolerance)
    {
        if (!actual.shape.SequenceEqual(expected.shape)) _failures.Add($"{name}: [{string.Join(',', actual.shape)}] for [{string.Join(',', expected.shape)}]");
        else if ((actual - expected).abs().max().item<float>() is var difference && !(difference <= tolerance)) _failures.Add($"{name}: off by {difference}");
    }
}
