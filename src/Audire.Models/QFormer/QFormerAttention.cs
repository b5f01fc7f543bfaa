using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.QFormer;

/// <summary>BERT's attention with its residual and norm: queries over themselves, or over the frames of their window.</summary>
/// <remarks>Vaswani et al. 2017; Devlin et al. 2019 (post-norm). Immutable; safe to share between threads.</remarks>
internal sealed class QFormerAttention
{
    private readonly string _site;
    private readonly long _heads;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly LayerNorm _norm;

    /// <param name="weights">The weights at the attention's name.</param>
    /// <param name="config">The Q-Former's shape.</param>
    /// <param name="keyWidth">Width of what is attended to.</param>
    /// <param name="site">The attention's name, for the tap.</param>
    public QFormerAttention(Weights weights, QFormerConfig config, long keyWidth, string site)
    {
        var (self, output) = (weights.Scope("self"), weights.Scope("output"));
        (_site, _heads) = (site, config.Heads);
        _query = self.Linear("query", config.Hidden, config.Hidden);
        _key = self.Linear("key", keyWidth, config.Hidden);
        _value = self.Linear("value", keyWidth, config.Hidden);
        _output = output.Linear("dense", config.Hidden, config.Hidden);
        _norm = output.LayerNorm("LayerNorm", config.Hidden, config.NormEpsilon);
    }

    /// <summary>LN(x + W·attention(x over frames)).</summary>
    /// <param name="x">[N, Q, H].</param>
    /// <param name="frames">[N, K, E]: what is attended to.</param>
    /// <param name="dropout">Drops attention probabilities, and the projected output.</param>
    /// <param name="tap">Sees SITE.probs [N, heads, Q, K] and SITE (the result).</param>
    /// <returns>[N, Q, H], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x, Tensor frames, Dropout dropout, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        var query = Heads(_query.Forward(x));                                            // [N, h, Q, D]
        var (key, value) = (Heads(_key.Forward(frames)), Heads(_value.Forward(frames))); // [N, h, K, D]
        var mixed = Mix(query, key, value, dropout, tap).transpose(1, 2).flatten(2);     // [N, Q, H]
        var y = _norm.Forward(dropout.Forward(_output.Forward(mixed)) + x);              // [N, Q, H]
        return (tap is null ? y : tap(_site, y)).MoveToOuterDisposeScope();
    }

    private Tensor Mix(Tensor query, Tensor key, Tensor value, Dropout dropout, ActivationTap? tap)
    {
        if (tap is null) return F.scaled_dot_product_attention(query, key, value, p: dropout.Draws ? dropout.Probability : 0); // [N, h, Q, D]
        var scores = query.matmul(key.transpose(2, 3)) / Math.Sqrt(query.shape[3]);      // [N, h, Q, K]
        return dropout.Forward(tap($"{_site}.probs", scores.softmax(-1))).matmul(value); // [N, h, Q, D]
    }

    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, -1).transpose(1, 2); // [N, h, T, D]
}
