using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Beats;

/// <summary>The transformer of BEATs: a convolution that tells tokens where they are, a norm, and blocks that share one table of position biases.</summary>
/// <remarks>Chen et al. 2022, section 3.1. Immutable; safe to share between threads.</remarks>
internal sealed class BeatsEncoder
{
    private readonly BeatsConfig _config;
    private readonly WeightNormConv1d _positions;
    private readonly LayerNorm _norm;
    private readonly Tensor _biases; // [buckets, H]
    private readonly BeatsBlock[] _blocks;

    public BeatsEncoder(Weights weights, BeatsConfig config)
    {
        _config = config;
        _positions = weights.WeightNormConv1d("pos_conv.0", config.Width, config.PositionTaps, config.PositionGroups);
        _norm = weights.LayerNorm("layer_norm", config.Width);
        _biases = weights.Vector("layers.0.self_attn.relative_attention_bias.weight", config.Buckets, config.Heads);
        _blocks = [.. Enumerable.Range(0, config.Layers).Select(i => new BeatsBlock(weights.Scope($"layers.{i}"), config, $"encoder.layers.{i}"))];
        // The same table again under the name of every other layer.
        for (var i = 1; i < config.Layers; i++) weights.Ignore($"layers.{i}.self_attn.relative_attention_bias.weight");
    }

    /// <summary>Encodes tokens.</summary>
    /// <param name="x">[B, N, C].</param>
    /// <param name="padding">[B, N], true where a token is padding; null for none.</param>
    /// <param name="dropout">Of the placed tokens and inside the blocks.</param>
    /// <param name="tap">Sees encoder.pos_conv.0.weight, encoder.layer_norm, encoder.position_bias and the blocks.</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <returns>[B, N, C], owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor x, Tensor? padding, Dropout dropout, ActivationTap? tap, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        if (padding is not null) x = x.masked_fill(padding.unsqueeze(2), 0);         // [B, N, C]
        x = tap.See("encoder", "layer_norm", _norm.Forward(Placed(x, tap)));         // [B, N, C]
        x = dropout.Forward(x);                                                      // [B, N, C]
        var bias = tap.See("encoder", "position_bias", PositionBias(x.shape[1], x.device)); // [H, N, N]
        var blocked = padding is null ? null
            : zeros_like(padding, ScalarType.Float32).masked_fill(padding, float.NegativeInfinity).unsqueeze(1).unsqueeze(1); // [B, 1, 1, N]
        foreach (var block in _blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = block.Forward(x, bias, blocked, dropout, tap);                // [B, N, C]
            x.Dispose();
            x = next;
        }
        return x.MoveToOuterDisposeScope();
    }

    // x + GELU(convolution over the tokens)
    private Tensor Placed(Tensor x, ActivationTap? tap)
    {
        using var scope = NewDisposeScope();
        if (tap is not null) tap("encoder.pos_conv.0.weight", _positions.Weight());
        var placed = _positions.Forward(x.transpose(1, 2));                          // [B, C, N]
        return (x + F.gelu(placed).transpose(1, 2)).MoveToOuterDisposeScope();       // [B, N, C]
    }

    private Tensor PositionBias(long tokens, Device device)
    {
        using var scope = NewDisposeScope();
        var buckets = RelativePositions.Buckets((int)tokens, _config.Buckets, _config.MaxDistance).to(device); // [2N - 1]
        return RelativePositions.Spread(_biases.index_select(0, buckets).transpose(0, 1)).MoveToOuterDisposeScope(); // [H, N, N]
    }
}
