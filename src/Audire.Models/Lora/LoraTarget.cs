using Audire.Models.Llama;

namespace Audire.Models.Lora;

/// <summary>A product of a decoder's layer, as it is computed: projections over one input are one product.</summary>
internal enum LoraSite
{
    /// <summary>Queries, keys and values, side by side.</summary>
    QueryKeyValue,

    /// <summary>The attention's output.</summary>
    AttentionOutput,

    /// <summary>Gate and up, side by side.</summary>
    GateUp,

    /// <summary>The MLP's output.</summary>
    Down,
}

/// <summary>One projection of a layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path in the layer.</param>
/// <param name="Site">The product it is part of.</param>
/// <param name="Inputs">Width of its input.</param>
/// <param name="Outputs">Width of its output.</param>
internal sealed record LoraTarget(string Name, string Path, LoraSite Site, long Inputs, long Outputs)
{
    public static readonly string[] Names = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>All projections, those of a product in the order of its outputs.</summary>
    public static LoraTarget[] Of(LlamaConfig model)
    {
        long width = model.Width, queries = (long)model.Heads * model.HeadWidth, keys = (long)model.KeyValueHeads * model.HeadWidth, hidden = model.FeedForward;
        return
        [
            new("q_proj", "self_attn.q_proj", LoraSite.QueryKeyValue, width, queries),
            new("k_proj", "self_attn.k_proj", LoraSite.QueryKeyValue, width, keys),
            new("v_proj", "self_attn.v_proj", LoraSite.QueryKeyValue, width, keys),
            new("o_proj", "self_attn.o_proj", LoraSite.AttentionOutput, queries, width),
            new("gate_proj", "mlp.gate_proj", LoraSite.GateUp, width, hidden),
            new("up_proj", "mlp.up_proj", LoraSite.GateUp, width, hidden),
            new("down_proj", "mlp.down_proj", LoraSite.Down, hidden, width),
        ];
    }
}
