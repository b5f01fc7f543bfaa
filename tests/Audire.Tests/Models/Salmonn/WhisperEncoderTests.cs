using Audire.Audio;
using Audire.Audio.Features;
using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Tests.Cli;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Whisper's encoder alone: the recorded activations, with and without a decoder beside it, whole windows and beginnings of them.</summary>
public sealed class WhisperEncoderTests
{
    private const double HiddenTolerance = 1e-4;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Recorded_activations_of_the_first_clip_are_met()
    {
        foreach (var one in SalmonnCase.With("forward.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var encoder = WhisperEncoder.Load(one.At("ckpt", "whisper"));
                var expected = one.Tensors("forward.safetensors");
                var clip = AudioFile.Load(one.At(one.Json.GetProperty("clips")[0].GetProperty("file").GetString()!), Cancellation);
                var mel = LogMel.Compute(clip.Channel(0), encoder.Config.MelBins, encoder.Config.MelFrames * LogMel.Hop).unsqueeze(0);
                if (expected.Has("mel")) TensorAssert.Close(expected["mel"], mel, HiddenTolerance, $"{one.Name}: mel");
                var compared = 0;
                var output = encoder.Forward(mel, (site, value) =>
                {
                    var name = site == "encoder.conv2" ? "whisper.conv_out" : site.Replace("encoder.layers.", "whisper.layer", StringComparison.Ordinal).Replace(".out", "", StringComparison.Ordinal);
                    if (!expected.Has(name)) return value;
                    compared++;
                    TensorAssert.Close(expected[name], site == "encoder.conv2" ? value.transpose(1, 2) : value, HiddenTolerance, $"{one.Name}: {name}");
                    return value;
                }, Cancellation);
                TensorAssert.Close(expected["whisper.last_hidden_state"], output, HiddenTolerance, $"{one.Name}: last hidden state");
                Assert.Equal(expected.Names.Count(name => name.StartsWith("whisper.", StringComparison.Ordinal)) - 1, compared);
            }
    }

    [Fact]
    public void A_beginning_of_a_window_takes_the_first_positions()
    {
        foreach (var one in SalmonnCase.All())
            using (one)
            {
                using var scope = NewDisposeScope();
                using var encoder = WhisperEncoder.Load(one.At("ckpt", "whisper"));
                using var first = rand(1, encoder.Config.MelBins, 100);
                Tensor? embedded = null;
                var output = encoder.Forward(first, (site, value) =>
                {
                    if (site == "encoder.embedded") embedded = value.clone().DetachFromDisposeScope();
                    return value;
                }, Cancellation);
                Assert.Equal([1, 50, encoder.Config.Width], output.shape);
                using var padded = cat([first, zeros(1, encoder.Config.MelBins, encoder.Config.MelFrames - 100)], 2);
                encoder.Forward(padded, (site, value) =>
                {
                    if (site == "encoder.embedded") TensorAssert.Close(value.narrow(1, 0, 49), embedded!.narrow(1, 0, 49), 1e-5, one.Name);
                    return value;
                }, Cancellation);
                embedded!.Dispose();
                Assert.Throws<ArgumentException>(() => encoder.Forward(rand(1, encoder.Config.MelBins, 101), null, Cancellation));
                Assert.Throws<ArgumentException>(() => encoder.Forward(rand(1, encoder.Config.MelBins, encoder.Config.MelFrames + 2), null, Cancellation));
            }
    }

    [Fact]
    public void The_recogniser_in_the_box_lends_its_encoder()
    {
        using var encoder = WhisperEncoder.Load(Shipped.Recogniser());
        using var whole = Checkpoint.Open(Shipped.Recogniser());
        Assert.All(encoder.Set.Shapes.Keys, name => Assert.StartsWith("model.encoder.", name, StringComparison.Ordinal));
        Assert.Equal(whole.Tensors.Keys.Count(name => name.StartsWith("model.encoder.", StringComparison.Ordinal)), encoder.Set.Shapes.Count);
    }

    [Fact]
    public void The_full_size_encoder_asks_for_the_published_tensors()
    {
        using var manifest = Fixtures.Json("salmonn", "manifests", "whisper_large_v2_encoder.json");
        var config = manifest.RootElement.GetProperty("config");
        int Size(string name) => config.GetProperty(name).GetInt32();
        using var encoder = WhisperEncoder.Build(new NamesOnly(manifest), new WhisperConfig
        {
            VocabularySize = 51865, MelBins = Size("num_mel_bins"), Width = Size("d_model"), EncoderLayers = Size("encoder_layers"),
            EncoderHeads = Size("encoder_attention_heads"), EncoderHidden = Size("encoder_ffn_dim"), DecoderLayers = 32, DecoderHeads = 20, DecoderHidden = 5120,
            AudioPositions = Size("max_source_positions"), TextPositions = 448,
        }, new WeightOptions { ShapesOnly = true });
        NamesOnly.Compare(manifest, encoder.Set.Shapes);
        Assert.Equal(manifest.RootElement.GetProperty("parameter_count").GetInt64(), encoder.Set.Parameters);
    }
}
