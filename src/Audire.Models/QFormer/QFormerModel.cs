using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.QFormer;

/// <summary>A Q-Former: a few trained queries draw from a window of frames what a language model is to hear of it.</summary>
/// <remarks>
/// Li et al. 2023, "BLIP-2", section 3.1; Tang et al. 2024, "SALMONN", section 3 (window level). No mask: padded frames are attended like any other.
/// Immutable; safe to share between threads. Its weights belong to the set it was built into.
/// </remarks>
public sealed class QFormerModel
{
    private const string Name = "speech_Qformer.bert";

    private readonly Tensor _queries; // [1, Q, H]
    private readonly LayerNorm _norm;
    private readonly QFormerBlock[] _blocks;

    /// <summary>Builds a Q-Former among the weights of an adapter.</summary>
    /// <param name="weights">The adapter's root: <c>speech_query_tokens</c> and <c>speech_Qformer.bert</c> lie there.</param>
    /// <param name="config">The shape.</param>
    public QFormerModel(Weights weights, QFormerConfig config)
    {
        Config = config.Checked("the Q-Former's configuration");
        var bert = weights.Scope(Name);
        _queries = weights.Vector("speech_query_tokens", 1, config.Queries, config.Hidden);
        _norm = bert.LayerNorm("embeddings.LayerNorm", config.Hidden, config.NormEpsilon);
        _blocks = [.. Enumerable.Range(0, config.Layers).Select(i => new QFormerBlock(bert.Scope($"encoder.layer.{i}"), config, $"{Name}.encoder.layer.{i}"))];
        bert.Ignore("embeddings.position_ids"); // a buffer of the text part, which is not used
    }

    /// <summary>The shape.</summary>
    public QFormerConfig Config { get; }

    /// <summary>Draws from windows.</summary>
    /// <param name="windows">[N, K, E], float32.</param>
    /// <param name="dropout">Of queries, attention probabilities and block outputs (0.1 in SALMONN's training).</param>
    /// <param name="tap">Sees <c>speech_Qformer.bert.embeddings</c> and the blocks under <c>speech_Qformer.bert.encoder.layer.I</c>.</param>
    /// <returns>[N, Q, H], owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">The windows are not of the encoder's width.</exception>
    public Tensor Forward(Tensor windows, Dropout dropout = default, ActivationTap? tap = null)
    {
        if (windows.dim() != 3 || windows.shape[2] != Config.EncoderWidth)
            throw new ArgumentException($"Windows are [{string.Join(", ", windows.shape)}]; [windows, frames, {Config.EncoderWidth}] was expected.", nameof(windows));
        using var scope = NewDisposeScope();
        var x = _norm.Forward(_queries).expand(windows.shape[0], -1, -1);                // [N, Q, H]
        x = dropout.Forward(x);                                                          // [N, Q, H]
        if (tap is not null) x = tap(Name + ".embeddings", x);
        foreach (var block in _blocks) x = block.Forward(x, windows, dropout, tap);      // [N, Q, H]
        return x.MoveToOuterDisposeScope();
    }
}
