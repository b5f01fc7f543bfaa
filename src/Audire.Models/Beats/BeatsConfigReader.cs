using System.Text.Json;
using System.Text.Json.Nodes;
using Audire.Models.Checkpoints;

namespace Audire.Models.Beats;

/// <summary>Reads a <see cref="BeatsConfig"/> from wherever a checkpoint keeps it, checked.</summary>
public static class BeatsConfigReader
{
    // No model comes near; a file beyond it is damaged or hostile.
    private const int LargestSize = 1 << 16;

    /// <summary>
    /// The configuration of an open checkpoint: the <c>cfg</c> dictionary of a torch file, or the JSON text under <c>cfg</c> in the metadata of safetensors.
    /// </summary>
    /// <exception cref="ModelConfigException">There is none, or it is damaged or not that of a BEATs model.</exception>
    public static BeatsConfig Read(Checkpoint checkpoint)
    {
        if (checkpoint.Metadata.TryGetValue("cfg", out var text) && text.AsText() is { } written) return Parse(written, checkpoint.Path);
        var fields = new JsonObject();
        foreach (var (path, value) in checkpoint.Metadata)
            if (path.StartsWith("cfg/", StringComparison.Ordinal)) fields[path["cfg/".Length..]] = value.ToJson();
        return fields.Count > 0 ? Parse(fields.ToJsonString(), checkpoint.Path)
            : throw new ModelConfigException(checkpoint.Path, "it holds no 'cfg', which says how a BEATs model is built");
    }

    /// <summary>Reads a <c>cfg</c> as JSON.</summary>
    /// <param name="json">An object with the names of the published checkpoints; what is absent has the published code's default.</param>
    /// <param name="origin">The file, for messages.</param>
    /// <exception cref="ModelConfigException">It is no JSON, a size is one no model can have, or the variant is one that Audire does not know.</exception>
    public static BeatsConfig Parse(string json, string origin)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Check(Fields(new ConfigReader(document.RootElement, origin), origin), origin);
        }
        catch (JsonException error)
        {
            throw new ModelConfigException(origin, $"its cfg is no JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static BeatsConfig Fields(ConfigReader reader, string origin)
    {
        if (reader.Text("activation_fn") is not (null or "gelu") and var activation)
            throw new ModelConfigException(origin, $"its activation_fn is \"{activation}\" and that of BEATs is \"gelu\"");
        Require("relative_position_embedding", true);
        Require("gru_rel_pos", true);
        Require("layer_norm_first", false);
        return new BeatsConfig
        {
            PatchSize = reader.Whole("input_patch_size"),
            PatchWidth = reader.WholeOr("embed_dim", 512),
            PatchBias = reader.Flag("conv_bias") ?? false,
            Layers = reader.WholeOr("encoder_layers", 12),
            Width = reader.WholeOr("encoder_embed_dim", 768),
            Heads = reader.WholeOr("encoder_attention_heads", 12),
            FeedForward = reader.WholeOr("encoder_ffn_embed_dim", 3072),
            PositionTaps = reader.WholeOr("conv_pos", 128),
            PositionGroups = reader.WholeOr("conv_pos_groups", 16),
            Buckets = reader.WholeOr("num_buckets", 320),
            MaxDistance = reader.WholeOr("max_distance", 1280),
            DeepNorm = reader.Flag("deep_norm") ?? false,
            Classes = reader.Flag("finetuned_model") is true ? reader.WholeOr("predictor_class", 527) : 0,
        };

        // All published models agree; the published code's fall-back for all three is false.
        void Require(string name, bool expected)
        {
            if ((reader.Flag(name) ?? false) != expected)
                throw new ModelConfigException(origin, $"its {name} is {(expected ? "false" : "true")}, and every published BEATs has {(expected ? "true" : "false")}");
        }
    }

    private static BeatsConfig Check(BeatsConfig config, string origin)
    {
        Size("input_patch_size", config.PatchSize, config.MelBins);
        Size("embed_dim", config.PatchWidth, LargestSize);
        Size("encoder_layers", config.Layers, 1024);
        Size("encoder_embed_dim", config.Width, LargestSize);
        Size("encoder_attention_heads", config.Heads, config.Width);
        Size("encoder_ffn_embed_dim", config.FeedForward, 4 * LargestSize);
        Size("conv_pos", config.PositionTaps, LargestSize);
        Size("conv_pos_groups", config.PositionGroups, config.Width);
        Size("num_buckets", config.Buckets, LargestSize);
        Size("max_distance", config.MaxDistance, int.MaxValue);
        if (config.Classes is < 0 or > LargestSize) throw Bad($"its predictor_class is {config.Classes}");
        if (config.Width % config.Heads != 0) throw Bad($"{config.Heads} heads do not divide its width of {config.Width}");
        if (config.Width % config.PositionGroups != 0) throw Bad($"{config.PositionGroups} groups of the positional convolution do not divide its width of {config.Width}");
        if (config.Buckets % 4 != 0 || config.MaxDistance <= config.Buckets / 4)
            throw Bad($"its {config.Buckets} buckets must be a multiple of 4 and a quarter of them less than the max_distance of {config.MaxDistance}");
        return config;

        void Size(string name, int size, int largest)
        {
            if (size < 1 || size > largest) throw Bad($"its {name} is {size}, and must lie from 1 to {largest}");
        }

        ModelConfigException Bad(string problem) => new(origin, problem);
    }
}
