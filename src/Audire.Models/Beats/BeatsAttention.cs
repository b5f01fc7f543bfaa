using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Beats;

/// <summary>Self-attention with a relative position bias that each query scales by a gate of its own.</summary>
/// <remarks>
/// Chen et al. 2022, section 3.1, after Chi et al. 2022 ("XLM-E", gated relative position bias): softmax(q·kᵀ/√D + gate · bias)·v. Immutable; safe
/// to share between threads.
/// </remarks>
internal sealed class BeatsAttention
{
    // Scores of so many pairs are made at a time: what a core's cache holds. With 30 s of sound that is one head.
    private const long PairsAtOnce = 1 << 21;

    private readonly string _site;
    private readonly long _heads;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly Linear _gate;
    private readonly Tensor _gateScale; // [1, H, 1, 1]

    public BeatsAttention(Weights weights, BeatsConfig config, string site)
    {
        long width = config.Width;
        (_site, _heads) = (site, config.Heads);
        _query = weights.Linear("q_proj", width, width);
        _key = weights.Linear("k_proj", width, width);
        _value = weights.Linear("v_proj", width, width);
        _output = weights.Linear("out_proj", width, width);
        _gate = weights.Linear("grep_linear", width / config.Heads, 8);
        _gateScale = weights.Vector("grep_a", 1, config.Heads, 1, 1);
    }

    /// <summary>Attends.</summary>
    /// <param name="x">[B, N, C].</param>
    /// <param name="bias">Position bias, [H, N, N].</param>
    /// <param name="padding">Minus infinity where a key is padding, else zero, [B, 1, 1, N]; null for none.</param>
    /// <param name="dropout">Of attention probabilities.</param>
    /// <param name="tap">Sees SITE.gate [B, H, N, 1], SITE.probs [B, H, N, N] and SITE (the output).</param>
    /// <returns>[B, N, C], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x, Tensor bias, Tensor? padding, Dropout dropout, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        var query = Heads(_query.Forward(x));                                        // [B, H, N, D]
        var (key, value) = (Heads(_key.Forward(x)), Heads(_value.Forward(x)));       // [B, H, N, D]
        var gate = tap.See(_site, "gate", Gate(query));                              // [B, H, N, 1]
        var mixed = tap is null ? Mix(query, key, value, gate, bias, padding, dropout) : MixInSight(query, key, value, gate, bias, padding, dropout, tap); // [B, H, N, D]
        var output = _output.Forward(mixed.transpose(1, 2).flatten(2));              // [B, N, C]
        return (tap is null ? output : tap(_site, output)).MoveToOuterDisposeScope();
    }

    // gate = a · (b · s - 1) + 2, with a and b between 0 and 1 from the query as projected, before it is scaled.
    private Tensor Gate(Tensor query)
    {
        using var scope = NewDisposeScope();
        var sums = _gate.Forward(query);                                             // [B, H, N, 8]
        var halves = sums.view(sums.shape[0], sums.shape[1], sums.shape[2], 2, 4).sum(-1).sigmoid().chunk(2, -1); // 2 of [B, H, N, 1]
        return (halves[0] * (halves[1] * _gateScale - 1) + 2).MoveToOuterDisposeScope(); // [B, H, N, 1]
    }

    private Tensor Mix(Tensor query, Tensor key, Tensor value, Tensor gate, Tensor bias, Tensor? padding, Dropout dropout)
    {
        using var scope = NewDisposeScope();
        var atOnce = Math.Max(1, PairsAtOnce / (query.shape[0] * bias.shape[1] * bias.shape[2]));
        var parts = new List<Tensor>();
        for (long first = 0; first < _heads; first += atOnce)
        {
            var count = Math.Min(atOnce, _heads - first);
            using var part = NewDisposeScope();
            var scores = gate.narrow(1, first, count) * bias.narrow(0, first, count); // [B, h, N, N]
            if (padding is not null) scores = scores + padding;                       // [B, h, N, N]
            parts.Add(F.scaled_dot_product_attention(
                query.narrow(1, first, count), key.narrow(1, first, count), value.narrow(1, first, count), scores, dropout.Draws ? dropout.Probability : 0).MoveToOuterDisposeScope()); // [B, h, N, D]
        }
        return (parts.Count == 1 ? parts[0] : cat(parts, 1)).MoveToOuterDisposeScope(); // [B, H, N, D]
    }

    private Tensor MixInSight(Tensor query, Tensor key, Tensor value, Tensor gate, Tensor bias, Tensor? padding, Dropout dropout, ActivationTap tap)
    {
        using var scope = NewDisposeScope();
        var scores = (query / Math.Sqrt(query.shape[3])).matmul(key.transpose(2, 3)) + gate * bias; // [B, H, N, N]
        if (padding is not null) scores = scores + padding;                          // [B, H, N, N]
        var probabilities = tap($"{_site}.probs", scores.softmax(-1));               // [B, H, N, N]
        return dropout.Forward(probabilities).matmul(value).MoveToOuterDisposeScope();                // [B, H, N, D]
    }

    private Tensor Heads(Tensor x) => x.view(x.shape[0], x.shape[1], _heads, -1).transpose(1, 2); // [B, H, N, D]
}
