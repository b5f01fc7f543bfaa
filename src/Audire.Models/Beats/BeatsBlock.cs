using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Beats;

/// <summary>One post-norm block: attention, then a GELU MLP, each added to an input that deep norm scales up.</summary>
/// <remarks>Chen et al. 2022, section 3.1; Wang et al. 2022, "DeepNet", for the scale. Immutable; safe to share between threads.</remarks>
internal sealed class BeatsBlock
{
    private readonly string _site;
    private readonly double _scale;
    private readonly BeatsAttention _attention;
    private readonly LayerNorm _attentionNorm;
    private readonly Linear _expand;
    private readonly Linear _contract;
    private readonly LayerNorm _finalNorm;

    public BeatsBlock(Weights weights, BeatsConfig config, string site)
    {
        (_site, _scale) = (site, config.ResidualScale);
        _attention = new BeatsAttention(weights.Scope("self_attn"), config, site + ".self_attn");
        _attentionNorm = weights.LayerNorm("self_attn_layer_norm", config.Width);
        _expand = weights.Linear("fc1", config.Width, config.FeedForward);
        _contract = weights.Linear("fc2", config.FeedForward, config.Width);
        _finalNorm = weights.LayerNorm("final_layer_norm", config.Width);
    }

    /// <summary>Applies the block.</summary>
    /// <param name="x">[B, N, C].</param>
    /// <param name="bias">Position bias, [H, N, N].</param>
    /// <param name="padding">Minus infinity where a key is padding, [B, 1, 1, N]; null for none.</param>
    /// <param name="dropout">Of attention probabilities, and of the outputs of attention and MLP.</param>
    /// <param name="tap">Sees the attention's activations and the block's output under the block's name.</param>
    /// <returns>[B, N, C], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x, Tensor bias, Tensor? padding, Dropout dropout, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        var attended = dropout.Forward(_attention.Forward(x, bias, padding, dropout, tap)); // [B, N, C]
        x = _attentionNorm.Forward(attended.add(x, _scale));                         // [B, N, C]
        var expanded = _expand.Forward(x);                                           // [B, N, F]
        var contracted = dropout.Forward(_contract.Forward(InPlace.Gelu(expanded))); // [B, N, C]
        x = _finalNorm.Forward(contracted.add(x, _scale));                           // [B, N, C]
        return (tap is null ? x : tap(_site, x)).MoveToOuterDisposeScope();
    }
}
