using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.QFormer;

/// <summary>One block: queries attend to themselves, then to the frames, then pass an MLP.</summary>
/// <remarks>Li et al. 2023, "BLIP-2", section 3.1; only the queries' MLP is there, SALMONN reads no text here. Immutable; safe to share between threads.</remarks>
internal sealed class QFormerBlock
{
    private readonly string _site;
    private readonly QFormerAttention _self;
    private readonly QFormerAttention _cross;
    private readonly Linear _expand;
    private readonly Linear _contract;
    private readonly LayerNorm _norm;

    public QFormerBlock(Weights weights, QFormerConfig config, string site)
    {
        _site = site;
        _self = new QFormerAttention(weights.Scope("attention"), config, config.Hidden, site + ".attention");
        _cross = new QFormerAttention(weights.Scope("crossattention"), config, config.EncoderWidth, site + ".crossattention");
        _expand = weights.Linear("intermediate_query.dense", config.Hidden, config.FeedForward);
        _contract = weights.Linear("output_query.dense", config.FeedForward, config.Hidden);
        _norm = weights.LayerNorm("output_query.LayerNorm", config.Hidden, config.NormEpsilon);
    }

    /// <summary>Applies the block.</summary>
    /// <param name="x">[N, Q, H].</param>
    /// <param name="frames">[N, K, E].</param>
    /// <param name="dropout">Of attention probabilities and of the outputs of attention and MLP.</param>
    /// <param name="tap">Sees the attentions under attention and crossattention, and output_query.</param>
    /// <returns>[N, Q, H], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x, Tensor frames, Dropout dropout, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        x = _self.Forward(x, x, dropout, tap);                                           // [N, Q, H]
        x = _cross.Forward(x, frames, dropout, tap);                                     // [N, Q, H]
        var expanded = F.gelu(_expand.Forward(x));                                       // [N, Q, F]
        x = _norm.Forward(dropout.Forward(_contract.Forward(expanded)) + x);             // [N, Q, H]
        return (tap is null ? x : tap(_site + ".output_query", x)).MoveToOuterDisposeScope();
    }
}
