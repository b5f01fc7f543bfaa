using System.Text.Json;
using Audire.Models.Salmonn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>From a recording to the loss: embeddings, masks, labels, hidden states, logits and losses are the recorded ones.</summary>
public sealed class LossTests
{
    [Fact]
    public void One_clip_gives_the_recorded_sequence_states_and_loss()
    {
        foreach (var one in SalmonnCase.With("forward.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one);
                using var clip = recorded.Encode(one.Json.GetProperty("clips")[0].GetProperty("file").GetString()!);
                Check(recorded, [RecordedModel.Example(one.Json.GetProperty("forward_tokens"), clip)], one.Tensors("forward.safetensors"),
                    one.Json.GetProperty("scalars").GetProperty("forward"), $"{one.Name} forward");
            }
    }

    [Fact]
    public void A_batch_gives_the_recorded_sequences_and_loss()
    {
        foreach (var one in SalmonnCase.With("batch.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one);
                var clips = recorded.EncodeBatch();
                Check(recorded, RecordedModel.Examples(one.Json.GetProperty("batch_tokens"), clips), one.Tensors("batch.safetensors"),
                    one.Json.GetProperty("scalars").GetProperty("batch"), $"{one.Name} batch");
                foreach (var clip in clips) clip.Dispose();
            }
    }

    [Fact]
    public void A_clip_alone_becomes_what_it_became_alone()
    {
        foreach (var one in SalmonnCase.With("single1.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one);
                using var clip = recorded.Encode(one.Json.GetProperty("clips")[1].GetProperty("file").GetString()!);
                var expected = one.Tensors("single1.safetensors");
                TensorAssert.Close(expected["beats.out"], clip.Audio!.unsqueeze(0), 1e-4, $"{one.Name}: beats.out");
                var sounds = recorded.Model.Adapter.Bridge.Forward([clip], CPU);
                TensorAssert.Close(expected["speech_embeds"], sounds[0].unsqueeze(0), 2e-5, $"{one.Name}: speech_embeds");
                Assert.Equal(sounds[0].shape[0], recorded.Model.TokenCount(clip));
            }
    }

    [Fact]
    public void The_scale_of_the_lora_is_a_requests_own()
    {
        foreach (var one in SalmonnCase.With("forward.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one);
                using var clip = recorded.Encode(one.Json.GetProperty("clips")[0].GetProperty("file").GetString()!);
                var examples = new[] { RecordedModel.Example(one.Json.GetProperty("forward_tokens"), clip) };
                foreach (var entry in one.Json.GetProperty("scalars").GetProperty("lora_scale").EnumerateObject().Where(entry => entry.Value.TryGetProperty("loss", out _)))
                {
                    var scale = double.Parse(entry.Name[1..], System.Globalization.CultureInfo.InvariantCulture);
                    using var seen = new Activations();
                    var loss = recorded.Model.Loss(examples, new SalmonnForward { LoraScale = scale }, seen.Tap);
                    Compare(entry.Value, loss, $"{one.Name} {entry.Name}");
                    if (!one.Has("lora_scale.safetensors")) continue;
                    var expected = one.Tensors("lora_scale.safetensors");
                    TensorAssert.Close(expected[$"logits.{entry.Name}"], recorded.Model.Decoder.Logits(seen["norm"]), 1e-4, $"{one.Name}: logits {entry.Name}");
                    using var bare = new Activations();
                    recorded.Model.Loss(examples, new SalmonnForward { LoraScale = 0 }, bare.Tap);
                    var delta = seen["layers.0.self_attn.qkv_proj"] - bare["layers.0.self_attn.qkv_proj"];
                    var width = recorded.Model.Decoder.Config.Width;
                    TensorAssert.Close(expected[$"q_delta_l0.{entry.Name}"], delta.narrow(2, 0, width), 1e-4, $"{one.Name}: q delta {entry.Name}");
                    TensorAssert.Close(expected[$"v_delta_l0.{entry.Name}"], delta.narrow(2, 2 * width, width), 1e-4, $"{one.Name}: v delta {entry.Name}");
                }
            }
    }

    private static void Check(RecordedModel recorded, IReadOnlyList<SalmonnExample> examples, FixtureTensors expected, JsonElement scalars, string what)
    {
        var options = new SalmonnForward { PromptPad = recorded.Pad };
        var batch = recorded.Model.Lay(examples, options);
        TensorAssert.Close(expected["attention_mask"], batch.Mask, 0, $"{what}: attention_mask");
        TensorAssert.Close(expected["labels"], batch.Labels, 0, $"{what}: labels");
        TensorAssert.Close(expected["inputs_embeds"], batch.Embeddings, 2e-5, $"{what}: inputs_embeds");
        var stands = batch.Mask.unsqueeze(2).to(ScalarType.Float32);
        TensorAssert.Close(expected["position_ids"], arange(batch.Mask.shape[1]).unsqueeze(0).expand(batch.Mask.shape).contiguous(), 0, $"{what}: position_ids");

        using var seen = new Activations();
        var loss = recorded.Model.Loss(examples, options, seen.Tap);
        foreach (var name in expected.Names.Where(name => name.StartsWith("llm.", StringComparison.Ordinal)))
            TensorAssert.Close(expected[name] * stands, seen[name == "llm.norm" ? "norm" : name.Replace("llm.layer", "layers.", StringComparison.Ordinal)] * stands, 1e-4, $"{what}: {name}");
        if (expected.Has("logits"))
            TensorAssert.Close(expected["logits"] * stands, recorded.Model.Decoder.Logits(seen["norm"]) * stands, 1e-4, $"{what}: logits");
        foreach (var name in expected.Names.Where(name => name.StartsWith("lora.l", StringComparison.Ordinal))) Delta(recorded, expected, name, what);
        Compare(scalars, loss, what);
    }

    // What a pair adds to the recorded input of its layer.
    private static void Delta(RecordedModel recorded, FixtureTensors expected, string name, string what)
    {
        var parts = name.Split('.');
        var layer = int.Parse(parts[1][1..], System.Globalization.CultureInfo.InvariantCulture);
        using var words = new FixtureTensors(recorded.Case.At("ckpt", "llama"));
        var x = layer == 0 ? expected["inputs_embeds"] : expected[$"llm.layer{layer - 1}"];
        var normed = x / (x.square().mean([-1], keepdim: true) + recorded.Model.Decoder.Config.NormEpsilon).sqrt()
            * words[$"model.layers.{layer}.input_layernorm.weight"].to(ScalarType.Float32);
        var lora = recorded.Model.Adapter.Lora!;
        var prefix = $"base_model.model.model.layers.{layer}.self_attn.{parts[2][0]}_proj.lora_";
        var delta = lora.Scaling * nn.functional.linear(nn.functional.linear(normed, lora.Tensors[prefix + "A.default.weight"]), lora.Tensors[prefix + "B.default.weight"]);
        TensorAssert.Close(expected[name], delta, 1e-4, $"{what}: {name}");
    }

    private static void Compare(JsonElement scalars, SalmonnLoss loss, string what)
    {
        Assert.Equal(scalars.GetProperty("loss").GetDouble(), loss.Loss.item<float>(), 1e-4);
        Assert.True((long)scalars.GetProperty("correct").GetDouble() == loss.Correct, what);
        Assert.Equal(scalars.GetProperty("total").GetInt64(), loss.Tokens);
    }
}
