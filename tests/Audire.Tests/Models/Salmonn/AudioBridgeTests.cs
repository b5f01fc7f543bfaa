using Audire.Models.Salmonn;
using Audire.Tests.Models.Beats;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>The way from encoders to embeddings against recorded activations (fixtures/salmonn; tolerances of its README).</summary>
public sealed class AudioBridgeTests
{
    private const double Tolerance = 1e-4;
    private const double EmbeddingTolerance = 2e-5;

    [Fact]
    public void Every_recorded_activation_is_reproduced() => RecordedCase.Each("forward.safetensors", (@case, recorded) =>
    {
        using var small = SmallBridge.Open(@case);
        using var gradients = no_grad();
        using var seen = new Activations();
        var (speech, audio) = (recorded["whisper.last_hidden_state"], recorded["beats.out"]);
        var embeddings = small.Bridge.Forward(speech, audio, tap: seen.Tap);
        foreach (var name in recorded.Names.Where(name => Site(name) is not null))
            TensorAssert.Close(recorded[name], seen[Site(name)!], name == "speech_embeds" ? EmbeddingTolerance : Tolerance, $"{@case.Name}: {name}");
        TensorAssert.Close(recorded["speech_embeds"], embeddings, EmbeddingTolerance, $"{@case.Name}: speech_embeds");
        TensorAssert.Close(embeddings, small.Bridge.Forward(speech, audio), EmbeddingTolerance, $"{@case.Name}: fused attention");
        Assert.Equal(embeddings.shape[1], small.Bridge.TokenCount(speech.shape[1], audio.shape[1]));
        Assert.Equal(@case.Json.GetProperty("kernel").GetInt32(), small.Bridge.Config.Windows.Kernel);
        Assert.Equal(@case.Json.GetProperty("stride").GetInt32(), small.Bridge.Config.Windows.Stride);
    });

    [Fact]
    public void Windows_are_frames_in_a_row_and_the_rest_is_dropped() => RecordedCase.Each("forward.safetensors", (@case, recorded) =>
    {
        if (!recorded.Has("windows")) return;
        var (joint, windows) = (recorded["concat"], recorded["windows"]);
        var cut = SmallBridge.Windows(@case);
        TensorAssert.Close(windows, cut.Cut(joint), 0, $"{@case.Name}: windows");
        for (long row = 0; row < windows.shape[0]; row++)
            TensorAssert.Close(joint.squeeze(0).narrow(0, row * cut.Stride, cut.Kernel), windows.select(0, row), 0, $"{@case.Name}: window {row}");
    });

    [Fact]
    public void A_batch_gives_the_recorded_embeddings() => RecordedCase.Each("batch.safetensors", (@case, recorded) =>
    {
        if (!recorded.Has("beats.out") || !recorded.Has("whisper.last_hidden_state")) return;
        using var small = SmallBridge.Open(@case);
        using var gradients = no_grad();
        using var seen = new Activations();
        var embeddings = small.Bridge.Forward(recorded["whisper.last_hidden_state"], recorded["beats.out"], tap: seen.Tap);
        foreach (var name in recorded.Names.Where(name => Site(name) is not null && name != "speech_embeds"))
            TensorAssert.Close(recorded[name], seen[Site(name)!], Tolerance, $"{@case.Name}: {name}");
        TensorAssert.Close(recorded["speech_embeds"], embeddings, EmbeddingTolerance, $"{@case.Name}: speech_embeds");
    });

    [Fact]
    public void Other_windows_queries_and_streams_give_the_recorded_embeddings()
    {
        using var json = Fixtures.Json("salmonn", "variants", "case.json");
        using var recorded = new FixtureTensors(Fixtures.Require("salmonn", "variants", "variants.safetensors"));
        using var forward = new FixtureTensors(Fixtures.Require("salmonn", "tiny", "forward.safetensors"));
        using var gradients = no_grad();
        foreach (var variant in json.RootElement.GetProperty("variants").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var tag = variant.GetProperty("tag").GetString()!;
            var adapter = variant.GetProperty("adapter").GetString() is { } own
                ? Fixtures.Require("salmonn", "variants", own) : Fixtures.Require("salmonn", "tiny", "ckpt", "salmonn.safetensors");
            var windows = new FusionWindows(
                variant.GetProperty("second_per_window").GetDouble(), variant.GetProperty("second_stride").GetDouble(), !variant.GetProperty("window_level_Qformer").GetBoolean());
            using var small = SmallBridge.Open(adapter, windows, heads: 4, recorded.Has(tag + ".query_tokens") ? recorded[tag + ".query_tokens"] : null);
            using var seen = new Activations();
            var (frames, tokens) = (variant.GetProperty("whisper_frames").GetInt64(), variant.GetProperty("beats_tokens").GetInt64());
            var audio = tokens == 0 ? null : forward["beats.out"].narrow(1, 0, tokens);
            var embeddings = small.Bridge.Forward(forward["whisper.last_hidden_state"].narrow(1, 0, frames), audio, tap: seen.Tap);

            TensorAssert.Close(recorded[tag + ".window_first"], seen["windows"].select(0, 0), Tolerance, $"{tag}: first window");
            TensorAssert.Close(recorded[tag + ".window_last"], seen["windows"].select(0, -1), Tolerance, $"{tag}: last window");
            TensorAssert.Close(recorded[tag + ".qformer.out"], seen[$"speech_Qformer.bert.encoder.layer.{small.Bridge.Config.QFormer.Layers - 1}.output_query"], Tolerance, $"{tag}: qformer.out");
            TensorAssert.Close(recorded[tag + ".speech_embeds"], embeddings, EmbeddingTolerance, $"{tag}: speech_embeds");
            Assert.Equal(variant.GetProperty("tokens").GetInt64(), small.Bridge.TokenCount(frames, tokens));
            if (windows.Whole) continue;
            Assert.Equal(variant.GetProperty("kernel").GetInt32(), windows.Kernel);
            Assert.Equal(variant.GetProperty("stride").GetInt32(), windows.Stride);
        }
    }

    [Fact]
    public void Window_lengths_round_half_to_even()
    {
        using var json = Fixtures.Json("salmonn", "tables", "lengths.json");
        foreach (var row in json.RootElement.GetProperty("kernels").EnumerateArray())
        {
            var seconds = row.GetProperty("seconds").GetDouble();
            var windows = new FusionWindows(seconds, seconds);
            Assert.Equal(row.GetProperty("kernel").GetInt32(), windows.Kernel);
            Assert.Equal(row.GetProperty("windows_of_1500").GetInt64(), windows.Count(1500));
        }
        foreach (var row in json.RootElement.GetProperty("lengths").EnumerateArray())
            foreach (var entry in row.GetProperty("windows").EnumerateObject())
            {
                var seconds = double.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(entry.Value.GetInt64(), new FusionWindows(seconds, seconds).Count(Math.Max(1500, row.GetProperty("beats_tokens").GetInt64())));
            }
    }

    // The recorded name in terms of the checkpoint's; null for what belongs to other parts.
    private static string? Site(string name) => name switch
    {
        "speech_ln" => "ln_speech",
        "audio_ln" => "ln_audio",
        "audio_padded" or "concat" or "windows" => name,
        "speech_embeds" => "speech_llama_proj",
        "qformer.emb" => "speech_Qformer.bert.embeddings",
        _ => name.Split('.') is ["qformer", ['l', .. var layer], var what] ? $"speech_Qformer.bert.encoder.layer.{layer}." + what switch
        {
            "self" => "attention",
            "cross" => "crossattention",
            "cross_probs" => "crossattention.probs",
            "ffn" => "output_query",
            _ => throw new KeyNotFoundException($"{name} is recorded, and no site here is known to be it."),
        }
        : null,
    };
}
