using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Gguf;
using Audire.Models.Checkpoints.Writing;
using Audire.Models.Llama;
using Audire.Models.Planning;
using static TorchSharp.torch;

namespace Audire.Benchmarks.Synthetic;

/// <summary>Random weights of a decoder's shape as a Q4_0 file that llama.cpp runs: what a peer is measured with where no real weights of the shape are at hand.</summary>
internal static class LlamaGgufFile
{
    private const int BlockBytes = 18; // a float16 scale and 32 codes

    /// <summary>Writes the file; it takes 4.5 bits a weight, the head and the table of tokens included.</summary>
    public static void Write(string path, LlamaConfig config)
    {
        var metadata = new OrderedDictionary<string, MetadataValue>(StringComparer.Ordinal)
        {
            ["general.architecture"] = new("llama"),
            ["general.name"] = new("random weights"),
            ["general.file_type"] = new(2u),
            ["llama.context_length"] = new((uint)config.ContextLength),
            ["llama.embedding_length"] = new((uint)config.Width),
            ["llama.block_count"] = new((uint)config.Layers),
            ["llama.feed_forward_length"] = new((uint)config.FeedForward),
            ["llama.attention.head_count"] = new((uint)config.Heads),
            ["llama.attention.head_count_kv"] = new((uint)config.KeyValueHeads),
            ["llama.attention.layer_norm_rms_epsilon"] = new((float)config.NormEpsilon),
            ["llama.rope.dimension_count"] = new((uint)config.HeadWidth),
            ["llama.vocab_size"] = new((uint)config.Vocabulary),
            ["tokenizer.ggml.model"] = new("no_vocab"),
        };
        GgufWriter.Write(path, LlamaShapes.Of(config).Select(ToWrite), metadata);
    }

    private static TensorToWrite ToWrite(PlannedTensor tensor) => tensor.Shape.Length == 1
        ? new(Name(tensor.Name), ElementType.F32, tensor.Shape, () => ones(tensor.Shape))
        : new(Name(tensor.Name), ElementType.Q4_0, tensor.Shape, () => Blocks(tensor.Shape));

    private static Tensor Blocks(long[] shape)
    {
        using var scope = NewDisposeScope();
        var blocks = randint(0, 256, [shape[0], shape[1] / 32, BlockBytes], ScalarType.Byte);
        var scale = BitConverter.HalfToUInt16Bits((Half)0.004f);
        blocks.select(2, 0).fill_(scale & 0xff);
        blocks.select(2, 1).fill_(scale >> 8);
        return blocks.view(shape[0], -1).MoveToOuterDisposeScope();
    }

    private static string Name(string name) => name.Split('.') is ["model", "layers", var layer, .. var rest] ? $"blk.{layer}.{Part(string.Join('.', rest[..^1]))}.{rest[^1]}" : name switch
    {
        "model.embed_tokens.weight" => "token_embd.weight",
        "model.norm.weight" => "output_norm.weight",
        _ => "output.weight",
    };

    private static string Part(string name) => name switch
    {
        "self_attn.q_proj" => "attn_q",
        "self_attn.k_proj" => "attn_k",
        "self_attn.v_proj" => "attn_v",
        "self_attn.o_proj" => "attn_output",
        "mlp.gate_proj" => "ffn_gate",
        "mlp.up_proj" => "ffn_up",
        "mlp.down_proj" => "ffn_down",
        "input_layernorm" => "attn_norm",
        _ => "ffn_norm",
    };
}
