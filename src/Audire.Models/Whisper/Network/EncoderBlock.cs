using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>One pre-norm block of the audio encoder: self-attention over all frames, then a GELU MLP, each with a residual.</summary>
/// <remarks>Radford et al. 2022, section 2.2; Vaswani et al. 2017. Immutable; safe to share between threads.</remarks>
internal sealed class EncoderBlock
{
    private readonly string _name;
    private readonly int _heads;
    private readonly LayerNorm _attentionNorm;
    private readonly Linear _queryKeyValue;
    private readonly Linear _output;
    private readonly LayerNorm _mlpNorm;
    private readonly Linear _expand;
    private readonly Linear _contract;

    public EncoderBlock(Weights weights, WhisperConfig config, string name)
    {
        long width = config.Width;
        var attention = weights.Scope("self_attn");
        _name = name;
        _heads = config.EncoderHeads;
        _attentionNorm = weights.LayerNorm("self_attn_layer_norm", width);
        _queryKeyValue = attention.Fused(width, new("q_proj", width), new("k_proj", width, Bias: false), new("v_proj", width));
        _output = attention.Linear("out_proj", width, width);
        _mlpNorm = weights.LayerNorm("final_layer_norm", width);
        _expand = weights.Linear("fc1", width, config.EncoderHidden);
        _contract = weights.Linear("fc2", config.EncoderHidden, width);
    }

    /// <summary>Adds the block's two residuals, in place unless gradients are recorded: windows are large, and memory traffic is what is left to save.</summary>
    /// <param name="x">[B, T, C], changed.</param>
    /// <param name="tap">Sees ln1, attn_out, ln2 and out under the block's name, and the attention's scores.</param>
    /// <returns>[B, T, C]: <paramref name="x"/> itself, unless gradients are recorded or the tap put another in its place.</returns>
    public Tensor Forward(Tensor x, ActivationTap? tap)
    {
        using (var attended = Attend(x, tap)) x = InPlace.Add(x, attended);         // [B, T, C]
        using (var transformed = Transform(x, tap)) x = InPlace.Add(x, transformed); // [B, T, C]
        return tap.See(_name, "out", x);
    }

    private Tensor Attend(Tensor x, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        var normed = tap.See(_name, "ln1", _attentionNorm.Forward(x));                               // [B, T, C]
        var parts = _queryKeyValue.Forward(normed)
            .view(x.shape[0], x.shape[1], 3, _heads, -1).permute(2, 0, 3, 1, 4);                     // [3, B, H, T, D]
        var mixed = Attention.Mix(parts[0], parts[1], parts[2], null, _name + ".self_attn", tap);    // [B, T, C]
        return tap.See(_name, "attn_out", _output.Forward(mixed)).MoveToOuterDisposeScope();         // [B, T, C]
    }

    private Tensor Transform(Tensor x, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        var normed = tap.See(_name, "ln2", _mlpNorm.Forward(x));                                     // [B, T, C]
        return _contract.Forward(InPlace.Gelu(_expand.Forward(normed))).MoveToOuterDisposeScope();   // [B, T, C]
    }
}
