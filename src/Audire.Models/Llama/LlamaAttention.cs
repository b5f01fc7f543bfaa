using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Llama;

/// <summary>Causal attention with grouped queries (Ainslie et al. 2023) and rotary positions, over a cache of keys and values where there is one.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class LlamaAttention(Weights weights, LlamaConfig config, int index)
{
    public Linear QueryKeyValue { get; } = weights.Fused(
        config.Width,
        new LinearPart("q_proj", config.Heads * config.HeadWidth, config.AttentionBias),
        new LinearPart("k_proj", config.KeyValueHeads * config.HeadWidth, config.AttentionBias),
        new LinearPart("v_proj", config.KeyValueHeads * config.HeadWidth, config.AttentionBias));

    public Linear Output { get; } = weights.Linear("o_proj", config.Heads * config.HeadWidth, config.Width, bias: false);
    private readonly long _heads = config.Heads;
    private readonly long _shared = config.KeyValueHeads;
    private readonly long _group = config.Heads / config.KeyValueHeads;
    private readonly long _width = config.HeadWidth;

    /// <summary>Bytes of weights that one token reads.</summary>
    public long Bytes => QueryKeyValue.Bytes + Output.Bytes;

    /// <param name="x">[B·T, C], normalised.</param>
    /// <param name="pass">Turns, mask, cache and adapter of this forward.</param>
    /// <returns>[B·T, C], like its intermediate results owned by the caller's dispose scope: one a layer is enough.</returns>
    public Tensor Forward(Tensor x, LlamaPass pass)
    {
        var product = pass.Adapt(index, LoraSite.QueryKeyValue, x, QueryKeyValue.Forward(x));            // [B·T, (H + 2K)·D]
        var joint = pass.Tap(index, "self_attn.qkv_proj", product);                                       // [B·T, (H + 2K)·D]
        var rows = pass.Count == 1 ? One(joint, pass) : Several(joint, pass);                             // [B·T, H·D]
        return pass.Adapt(index, LoraSite.AttentionOutput, rows, Output.Forward(rows));                  // [B·T, C]
    }

    /// <summary>One token: the queries of a group are the rows of one small attention over the keys they share, so nothing is repeated.</summary>
    private Tensor One(Tensor joint, LlamaPass pass)
    {
        var heads = joint.view(pass.Rows, _heads + 2 * _shared, 1, _width);                               // [B, H + 2K, 1, D]
        var turned = RotaryEmbedding.Apply(heads.narrow(1, 0, _heads + _shared), pass.Turns, _width);     // [B, H + K, 1, D]
        var (keys, values) = Seen(turned.narrow(1, _heads, _shared), heads.narrow(1, _heads + _shared, _shared), pass); // [B, K, S, D]
        var grouped = turned.narrow(1, 0, _heads).view(pass.Rows, _shared, _group, _width);               // [B, K, G, D]
        return F.scaled_dot_product_attention(grouped, keys, values, pass.Mask)                           // [B, K, G, D]
            .reshape(pass.Rows, _heads * _width);                                                         // [B, H·D]
    }

    private Tensor Several(Tensor product, LlamaPass pass)
    {
        var joint = product.view(pass.Rows, pass.Count, _heads + 2 * _shared, _width);                    // [B, T, H + 2K, D]
        var (unturned, straight) = Parts.Two(joint, 2, _heads + _shared);                                 // [B, T, H + K, D], [B, T, K, D]
        var (queries, newKeys) = Parts.Two(RotaryEmbedding.Apply(unturned, pass.Turns, _width), 2, _heads); // [B, T, H, D], [B, T, K, D]
        var (keys, values) = Seen(newKeys.transpose(1, 2), straight.transpose(1, 2), pass);               // [B, K, S, D]
        var mixed = queries.requires_grad && _group > 1 ? ByGroup(queries, keys, values, pass) : Many(queries, keys, values, pass); // [B, T, H, D]
        return mixed.reshape(pass.Rows * pass.Count, _heads * _width);                                    // [B·T, H·D]
    }

    // Both [B, K, T, D] in, [B, K, S, D] out.
    private (Tensor Keys, Tensor Values) Seen(Tensor keys, Tensor values, LlamaPass pass)
    {
        if (pass.Past is not { } past) return (keys, values);
        var cache = past.Caches[index];
        cache.Write(past.Start, pass.Count, keys, values);
        return (cache.Keys(past.First, past.Seen), cache.Values(past.First, past.Seen));
    }

    private Tensor Many(Tensor queries, Tensor keys, Tensor values, LlamaPass pass)
    {
        var mixed = F.scaled_dot_product_attention(
            queries.transpose(1, 2), Repeated(keys), Repeated(values), pass.Mask, is_casual: pass.Mask is null); // [B, H, T, D]
        return mixed.transpose(1, 2);                                                                     // [B, T, H, D]
    }

    /// <summary>
    /// The first query of every group over the shared keys, then the second, and so on: backward keeps keys and values once, where repeating
    /// would keep them as often as a group is large.
    /// </summary>
    private Tensor ByGroup(Tensor queries, Tensor keys, Tensor values, LlamaPass pass)
    {
        var members = queries.view(pass.Rows, pass.Count, _shared, _group, _width).unbind(3); // G × [B, T, K, D]
        var alone = values.contiguous();                                                                  // [B, K, T, D]: the joint product need not be kept for them
        var mixed = members.Select(member => F.scaled_dot_product_attention(
            member.transpose(1, 2), keys, alone, pass.Mask, is_casual: pass.Mask is null).transpose(1, 2)); // G × [B, T, K, D]
        return stack([.. mixed], 3);                                                                      // [B, T, K, G, D]
    }

    // [B, K, S, D] -> [B, H, S, D], each head as often as its group is large
    private Tensor Repeated(Tensor heads) => _group == 1 ? heads
        : heads.unsqueeze(2).expand(-1, -1, _group, -1, -1).flatten(1, 2);
}
