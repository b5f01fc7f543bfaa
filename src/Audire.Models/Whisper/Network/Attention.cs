using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Whisper.Network;

/// <summary>softmax(q·kᵀ/√D)·v over heads: fused, or spelled out where somebody looks at the scores. Runs in the caller's dispose scope.</summary>
internal static class Attention
{
    /// <summary>Mixes values by attention.</summary>
    /// <param name="q">[B, H, T, D].</param>
    /// <param name="k">[B, H, S, D].</param>
    /// <param name="v">[B, H, S, D].</param>
    /// <param name="past">
    /// Null where every query sees every key; else the number of keys before the first query, and query t sees keys up to past + t.
    /// </param>
    /// <param name="site">Name of the attention, for the tap.</param>
    /// <param name="tap">Sees SITE.scores (scaled, masked) and SITE.probs, both [B, H, T, S].</param>
    /// <returns>[B, T, H·D], owned by the caller's dispose scope.</returns>
    public static Tensor Mix(Tensor q, Tensor k, Tensor v, long? past, string site, ActivationTap? tap)
    {
        var queries = q.shape[2];
        Tensor mixed;
        if (tap is not null)
        {
            var scores = q.mul(1 / Math.Sqrt(q.shape[3])).matmul(k.transpose(2, 3));                    // [B, H, T, S]
            if (past is { } before) scores.add_(CausalMask(queries, before, q.device));
            scores = tap.See(site, "scores", scores);
            var probabilities = tap.See(site, "probs", scores.softmax(-1));                              // [B, H, T, S]
            mixed = probabilities.matmul(v);                                                            // [B, H, T, D]
        }
        else if (queries == 1 || past is null)
        {
            mixed = F.scaled_dot_product_attention(q, k, v);                                            // [B, H, T, D]
        }
        else
        {
            mixed = past == 0
                ? F.scaled_dot_product_attention(q, k, v, is_casual: true)
                : F.scaled_dot_product_attention(q, k, v, CausalMask(queries, past.Value, q.device));   // [B, H, T, D]
        }
        return mixed.transpose(1, 2).flatten(2);                                                        // [B, T, C]
    }

    // Zero where query t may see key s, minus infinity elsewhere.
    private static Tensor CausalMask(long queries, long past, Device device) =>
        full(queries, past + queries, float.NegativeInfinity, ScalarType.Float32, device).triu_(past + 1); // [T, S]
}
