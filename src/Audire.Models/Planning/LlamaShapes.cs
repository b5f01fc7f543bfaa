using Audire.Models.Llama;

namespace Audire.Models.Planning;

/// <summary>The tensors of a decoder of the Llama family, from its configuration alone (names as in Hugging Face's LlamaForCausalLM).</summary>
internal static class LlamaShapes
{
    public static IEnumerable<PlannedTensor> Of(LlamaConfig config)
    {
        long width = config.Width, queries = (long)config.Heads * config.HeadWidth, keys = (long)config.KeyValueHeads * config.HeadWidth, hidden = config.FeedForward;
        yield return new("model.embed_tokens.weight", [config.Vocabulary, width], config.TiedHead ? TensorRole.TiedTable : TensorRole.Table);
        for (int i = 0; i < config.Layers; i++)
        {
            var layer = $"model.layers.{i}.";
            foreach (var (name, rows) in new[] { ("q", queries), ("k", keys), ("v", keys) })
            {
                yield return Matrix($"{layer}self_attn.{name}_proj", rows, width) with { ProductRows = queries + 2 * keys };
                if (config.AttentionBias) yield return Vector($"{layer}self_attn.{name}_proj.bias", rows);
            }

            yield return Matrix($"{layer}self_attn.o_proj", width, queries);
            yield return Matrix($"{layer}mlp.gate_proj", hidden, width) with { ProductRows = 2 * hidden };
            yield return Matrix($"{layer}mlp.up_proj", hidden, width) with { ProductRows = 2 * hidden };
            yield return Matrix($"{layer}mlp.down_proj", width, hidden);
            yield return Vector($"{layer}input_layernorm.weight", width);
            yield return Vector($"{layer}post_attention_layernorm.weight", width);
        }

        yield return Vector("model.norm.weight", width);
        if (!config.TiedHead) yield return new("lm_head.weight", [config.Vocabulary, width], TensorRole.Head);
    }

    private static PlannedTensor Matrix(string name, long rows, long columns) => new(name + ".weight", [rows, columns], TensorRole.Matrix);

    private static PlannedTensor Vector(string name, long length) => new(name, [length], TensorRole.Vector);
}
