using Audire.Models.Nn;
using Audire.Models.Whisper.Network;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>Whisper trained: losses and gradients of every parameter against the recorded ones (fixtures/whisper, tolerances of its README).</summary>
public sealed class WhisperGradientTests
{
    [Fact]
    public void Loss_and_gradients_of_every_parameter_are_the_recorded_ones()
    {
        using var scope = NewDisposeScope();
        using var tiny = Trainable();
        var loss = Loss(tiny, tiny.Ids("input.decoder_ids"));
        Assert.Equal(tiny.Json.GetProperty("loss").GetDouble(), loss.item<float>(), 1e-5);
        loss.backward();
        var leaves = tiny.Network.Trainable;
        foreach (var norm in tiny.Json.GetProperty("grad_norms").EnumerateObject())
        {
            var grad = leaves[norm.Name].grad;
            Assert.True(grad is not null, $"{norm.Name} has no gradient");
            var expected = norm.Value.GetDouble();
            Assert.Equal(expected, grad.norm().item<float>(), 1e-4 * Math.Max(expected, 1e-3));
        }

        foreach (var name in tiny.Names("grad."))
        {
            var expected = tiny.Load(name);
            TensorAssert.Close(expected, leaves[name["grad.".Length..]].grad!, 1e-4 * expected.abs().max().item<float>(), name);
        }
    }

    [Fact]
    public void Loss_of_labels_shifted_into_the_decoder_is_the_recorded_one()
    {
        using var scope = NewDisposeScope();
        using var tiny = Trainable();
        var config = tiny.Json.GetProperty("config");
        var (start, pad) = (config.GetProperty("decoder_start_token_id").GetInt32(), config.GetProperty("pad_token_id").GetInt32());
        var labels = tiny.Load("input.labels");
        var length = (int)labels.shape[1];
        var flat = tiny.Ids("input.labels");
        var shifted = flat.Select((_, i) => i % length == 0 ? start : flat[i - 1] == TokenLoss.Ignored ? pad : flat[i - 1]).ToArray();
        Assert.Equal(tiny.Json.GetProperty("loss_with_shifted_labels").GetDouble(), Loss(tiny, shifted).item<float>(), 1e-5);
    }

    [Fact]
    public void A_trained_decoder_leaves_the_frozen_encoder_without_gradients()
    {
        using var scope = NewDisposeScope();
        using var tiny = new TinyWhisper(trainable: name => name.StartsWith("model.decoder.", StringComparison.Ordinal));
        Assert.False(tiny.Network.Encoder.Forward(tiny.Load("input.mel"), cancellationToken: TestContext.Current.CancellationToken).requires_grad);
        Loss(tiny, tiny.Ids("input.decoder_ids")).backward();
        Assert.All(tiny.Network.Trainable, pair => Assert.NotNull(pair.Value.grad));
        Assert.All(tiny.Network.Trainable.Keys, name => Assert.StartsWith("model.decoder.", name, StringComparison.Ordinal));
    }

    // The reference trains everything but the encoder's table of positions.
    private static TinyWhisper Trainable() => new(trainable: name => name != "model.encoder.embed_positions.weight");

    private static Tensor Loss(TinyWhisper tiny, int[] ids)
    {
        using var memory = tiny.Hear();
        using var state = new DecoderState(tiny.Network.Decoder, memory, rows: (int)memory.Windows);
        var hidden = tiny.Network.Decoder.Forward(ids, state);                                       // [B, T, C]
        return TokenLoss.Of(hidden, tiny.Load("input.labels"), tiny.Network.Decoder.Logits).Loss;
    }
}
