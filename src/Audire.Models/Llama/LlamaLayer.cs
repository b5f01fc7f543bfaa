using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>One block: attention over what came before, then a gated MLP, each behind a norm and with a residual.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class LlamaLayer(Weights weights, LlamaConfig config, int index)
{
    private readonly RmsNorm _attentionNorm = weights.RmsNorm("input_layernorm", config.Width, config.NormEpsilon);
    private readonly LlamaAttention _attention = new(weights.Scope("self_attn"), config, index);
    private readonly RmsNorm _mlpNorm = weights.RmsNorm("post_attention_layernorm", config.Width, config.NormEpsilon);
    private readonly GatedMlp _mlp = new(weights.Scope("mlp"), config, index);

    /// <summary>Bytes of weights that one token reads.</summary>
    public long Bytes => _attention.Bytes + _mlp.Bytes;

    /// <summary>Its norms, in the order they are computed.</summary>
    public IEnumerable<RmsNorm> Norms => [_attentionNorm, _mlpNorm];

    /// <summary>A product that an adapter may stand beside.</summary>
    public Linear Product(LoraSite site) => site switch
    {
        LoraSite.QueryKeyValue => _attention.QueryKeyValue,
        LoraSite.AttentionOutput => _attention.Output,
        LoraSite.GateUp => _mlp.GateAndUp,
        LoraSite.Down => _mlp.Down,
        _ => throw new ArgumentOutOfRangeException(nameof(site)),
    };

    /// <param name="x">[B·T, C].</param>
    /// <param name="pass">What this forward has in common over the layers.</param>
    /// <returns>[B·T, C], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x, LlamaPass pass)
    {
        using var scope = NewDisposeScope();
        var attended = pass.Tap(index, "self_attn", _attention.Forward(_attentionNorm.Forward(x), pass));  // [B·T, C]
        var middle = x + attended;                                                                        // [B·T, C]
        var transformed = pass.Tap(index, "mlp", _mlp.Forward(_mlpNorm.Forward(middle), pass));           // [B·T, C]
        return pass.Tap(index, null, middle + transformed).MoveToOuterDisposeScope();                     // [B·T, C]
    }
}

/// <summary>SwiGLU (Shazeer 2020): down(silu(gate(x)) · up(x)).</summary>
internal sealed class GatedMlp(Weights weights, LlamaConfig config, int index)
{
    public Linear GateAndUp { get; } = weights.Fused(
        config.Width, new LinearPart("gate_proj", config.FeedForward, false), new LinearPart("up_proj", config.FeedForward, false));

    public Linear Down { get; } = weights.Linear("down_proj", config.FeedForward, config.Width, bias: false);

    public long Bytes => GateAndUp.Bytes + Down.Bytes;

    /// <summary>Runs in the caller's dispose scope: one a layer is enough.</summary>
    public Tensor Forward(Tensor x, LlamaPass pass)
    {
        var both = pass.Adapt(index, LoraSite.GateUp, x, GateAndUp.Forward(x));   // [B·T, 2F]
        var hidden = GatedGradient.Run(both);                                     // [B·T, F]
        return pass.Adapt(index, LoraSite.Down, hidden, Down.Forward(hidden));   // [B·T, C]
    }
}
