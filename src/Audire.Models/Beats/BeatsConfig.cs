using System.Text.Json.Nodes;

namespace Audire.Models.Beats;

/// <summary>The shape of a BEATs encoder, as the <c>cfg</c> of its checkpoint states it.</summary>
/// <remarks>
/// Chen et al. 2022, "BEATs: Audio Pre-Training with Acoustic Tokenizers", section 3.1 and appendix. The defaults are those of the published
/// models. A value; equal where all members are equal.
/// </remarks>
public sealed record BeatsConfig
{
    /// <summary>Side of a square patch of the spectrogram, in frames and in mel bins (<c>input_patch_size</c>).</summary>
    public int PatchSize { get; init; } = 16;

    /// <summary>Width of a patch before the encoder (<c>embed_dim</c>).</summary>
    public int PatchWidth { get; init; } = 512;

    /// <summary>Whether the patch convolution has a bias (<c>conv_bias</c>).</summary>
    public bool PatchBias { get; init; }

    /// <summary>Blocks of the encoder (<c>encoder_layers</c>).</summary>
    public int Layers { get; init; } = 12;

    /// <summary>Width of the residual stream, C (<c>encoder_embed_dim</c>).</summary>
    public int Width { get; init; } = 768;

    /// <summary>Attention heads, H (<c>encoder_attention_heads</c>).</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Hidden width of the MLP (<c>encoder_ffn_embed_dim</c>).</summary>
    public int FeedForward { get; init; } = 3072;

    /// <summary>Taps of the positional convolution (<c>conv_pos</c>).</summary>
    public int PositionTaps { get; init; } = 128;

    /// <summary>Groups of the positional convolution (<c>conv_pos_groups</c>).</summary>
    public int PositionGroups { get; init; } = 16;

    /// <summary>Rows of the table of relative position biases (<c>num_buckets</c>).</summary>
    public int Buckets { get; init; } = 320;

    /// <summary>The distance from which all share the last bucket of their side (<c>max_distance</c>).</summary>
    public int MaxDistance { get; init; } = 800;

    /// <summary>Whether residuals are scaled up by (2 · layers)^(1/4) (<c>deep_norm</c>; Wang et al. 2022).</summary>
    public bool DeepNorm { get; init; } = true;

    /// <summary>Classes of the head of a fine-tuned file (<c>predictor_class</c>); 0 where it has none.</summary>
    public int Classes { get; init; }

    /// <summary>Mel bins of the input: 128 in all published models.</summary>
    public int MelBins { get; init; } = 128;

    /// <summary>What residuals are multiplied by.</summary>
    public double ResidualScale => DeepNorm ? Math.Pow(2.0 * Layers, 0.25) : 1;

    /// <summary>Tokens of one row of patches, from low to high frequency.</summary>
    public int BandsPerPatch => MelBins / PatchSize;

    /// <summary>Tokens of so many filter-bank frames: rows of patches times bands.</summary>
    public long TokenCount(long frames) => frames / PatchSize * BandsPerPatch;

    /// <summary>The configuration under the names of the <c>cfg</c> of a checkpoint, from which <see cref="BeatsConfigReader"/> reads it back.</summary>
    public JsonObject ToJson() => new()
    {
        ["input_patch_size"] = PatchSize,
        ["embed_dim"] = PatchWidth,
        ["conv_bias"] = PatchBias,
        ["encoder_layers"] = Layers,
        ["encoder_embed_dim"] = Width,
        ["encoder_ffn_embed_dim"] = FeedForward,
        ["encoder_attention_heads"] = Heads,
        ["activation_fn"] = "gelu",
        ["layer_norm_first"] = false,
        ["deep_norm"] = DeepNorm,
        ["conv_pos"] = PositionTaps,
        ["conv_pos_groups"] = PositionGroups,
        ["relative_position_embedding"] = true,
        ["num_buckets"] = Buckets,
        ["max_distance"] = MaxDistance,
        ["gru_rel_pos"] = true,
        ["finetuned_model"] = Classes > 0,
        ["predictor_class"] = Classes,
    };
}
