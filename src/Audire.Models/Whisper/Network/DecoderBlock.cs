using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>One pre-norm block of the text decoder: causal self-attention, cross-attention to the audio, a GELU MLP.</summary>
/// <remarks>Radford et al. 2022, section 2.2. Immutable; safe to share between threads: what differs per request is in <see cref="DecoderState"/>.</remarks>
internal sealed class DecoderBlock
{
    private readonly int _index;
    private readonly string _name;
    private readonly int _heads;
    private readonly LayerNorm _selfNorm;
    private readonly Linear _queryKeyValue;
    private readonly Linear _selfOutput;
    private readonly LayerNorm _crossNorm;
    private readonly Linear _crossQuery;
    private readonly Linear _crossKeyValue;
    private readonly Linear _crossOutput;
    private readonly LayerNorm _mlpNorm;
    private readonly Linear _expand;
    private readonly Linear _contract;

    public DecoderBlock(Weights weights, WhisperConfig config, int index)
    {
        long width = config.Width;
        var self = weights.Scope("self_attn");
        var cross = weights.Scope("encoder_attn");
        _index = index;
        _name = $"decoder.layers.{index}";
        _heads = config.DecoderHeads;
        _selfNorm = weights.LayerNorm("self_attn_layer_norm", width);
        _queryKeyValue = self.Fused(width, new("q_proj", width), new("k_proj", width, Bias: false), new("v_proj", width));
        _selfOutput = self.Linear("out_proj", width, width);
        _crossNorm = weights.LayerNorm("encoder_attn_layer_norm", width);
        _crossQuery = cross.Linear("q_proj", width, width);
        _crossKeyValue = cross.Fused(width, new("k_proj", width, Bias: false), new("v_proj", width));
        _crossOutput = cross.Linear("out_proj", width, width);
        _mlpNorm = weights.LayerNorm("final_layer_norm", width);
        _expand = weights.Linear("fc1", width, config.DecoderHidden);
        _contract = weights.Linear("fc2", config.DecoderHidden, width);
    }

    /// <summary>Its norms, in the order in which they are applied.</summary>
    public IEnumerable<LayerNorm> Norms => [_selfNorm, _crossNorm, _mlpNorm];

    /// <summary>The products that a token passes, in their order.</summary>
    public IEnumerable<Linear> Products => [_queryKeyValue, _selfOutput, _crossQuery, _crossOutput, _expand, _contract];

    /// <summary>Keys and values of encoded windows, laid out as attention reads them.</summary>
    /// <param name="encoded">[A, S, C].</param>
    /// <returns>[2, A, H, S, D], contiguous, owned by the caller's dispose scope.</returns>
    public Tensor KeysAndValues(Tensor encoded)
    {
        using var scope = NewDisposeScope();
        return _crossKeyValue.Forward(encoded)
            .view(encoded.shape[0], encoded.shape[1], 2, _heads, -1).permute(2, 0, 3, 1, 4).contiguous() // [2, A, H, S, D]
            .MoveToOuterDisposeScope();
    }

    /// <summary>Adds the block's three residuals, in place unless gradients are recorded. Runs in the caller's dispose scope: one a step is enough.</summary>
    /// <param name="x">[R, T, C], changed.</param>
    /// <param name="state">Caches of the rows; their keys and values of this block are appended.</param>
    /// <returns>[R, T, C]: <paramref name="x"/> itself, unless gradients are recorded or a tap put another in its place.</returns>
    public Tensor Forward(Tensor x, DecoderState state)
    {
        x = SelfAttend(x, state);                                                                                 // [R, T, C]
        x = CrossAttend(x, state);                                                                                // [R, T, C]
        x = InPlace.Add(x, _contract.Forward(InPlace.Gelu(_expand.Forward(_mlpNorm.Forward(x)))));                // [R, T, C]
        return state.Tap.See(_name, "out", x);
    }

    private Tensor SelfAttend(Tensor x, DecoderState state)
    {
        var parts = _queryKeyValue.Forward(_selfNorm.Forward(x)).view(x.shape[0], x.shape[1], 3, _heads, -1);    // [R, T, 3, H, D]
        var cache = state.Append(_index, parts.narrow(2, 1, 2));                                                  // [R, P + T, 2, H, D]
        var mixed = Attention.Mix(
            parts.select(2, 0).transpose(1, 2), cache.select(2, 0).transpose(1, 2), cache.select(2, 1).transpose(1, 2),
            state.Length, _name + ".self_attn", state.Tap);                                                       // [R, T, C]
        return InPlace.Add(x, state.Tap.See(_name, "self_attn_out", _selfOutput.Forward(mixed)));                 // [R, T, C]
    }

    private Tensor CrossAttend(Tensor x, DecoderState state)
    {
        // Rows that hear the same window stand side by side as queries of one attention: its keys are read once for all of them.
        var (keys, values) = (state.Memory.Keys[_index], state.Memory.Values[_index]);                            // [A, H, S, D]
        var query = _crossQuery.Forward(_crossNorm.Forward(x)).view(state.Memory.Windows, -1, _heads, keys.shape[3]).transpose(1, 2); // [A, H, R/A·T, D]
        var mixed = Attention.Mix(query, keys, values, null, _name + ".encoder_attn", state.Tap).view(x.shape);   // [R, T, C]
        return InPlace.Add(x, state.Tap.See(_name, "cross_attn_out", _crossOutput.Forward(mixed)));               // [R, T, C]
    }
}
