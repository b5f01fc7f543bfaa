using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>
/// A GGUF file under Hugging Face's names and with its order of rows: where the architecture is <c>llama</c>, the converter laid the
/// two halves of each query and key head side by side (row 2j and 2j + 1), and here they are put back.
/// </summary>
internal sealed class LlamaGgufWeights : IWeightSource
{
    private static readonly (string Gguf, string Model)[] LayerNames =
    [
        ("attn_norm", "input_layernorm"), ("attn_q", "self_attn.q_proj"), ("attn_k", "self_attn.k_proj"), ("attn_v", "self_attn.v_proj"),
        ("attn_output", "self_attn.o_proj"), ("ffn_norm", "post_attention_layernorm"), ("ffn_gate", "mlp.gate_proj"),
        ("ffn_up", "mlp.up_proj"), ("ffn_down", "mlp.down_proj"),
    ];

    private readonly CheckpointWeights _file;
    private readonly LlamaConfig _config;
    private readonly bool _pairs;
    private readonly Dictionary<string, string> _fileNames = new(StringComparer.Ordinal);

    public LlamaGgufWeights(Checkpoint checkpoint, LlamaConfig config, bool pairs)
    {
        _file = new CheckpointWeights(checkpoint);
        _config = config;
        _pairs = pairs;
        foreach (var name in checkpoint.Tensors.Keys)
            if (name != "rope_freqs.weight") _fileNames[ModelName(name)] = name;
    }

    public string Origin => _file.Origin;

    public IReadOnlyCollection<string> Names => _fileNames.Keys;

    public long[]? ShapeOf(string name) => _fileNames.TryGetValue(name, out var stored) ? _file.ShapeOf(stored) : null;

    public Tensor Load(string name)
    {
        using var scope = NewDisposeScope();
        var tensor = _file.Load(_fileNames[name]);
        return (PairedHeads(name) is { } heads ? Halves(tensor, heads) : tensor).MoveToOuterDisposeScope();
    }

    public Q4Blocks? LoadQ4(string name)
    {
        if (_file.LoadQ4(_fileNames[name]) is not { } blocks) return null;
        return PairedHeads(name) is { } heads
            ? new Q4Blocks(Halves(blocks.Codes, heads), Halves(blocks.Scales, heads), Halves(blocks.Zeros, heads))
            : blocks;
    }

    // [heads · D, ...] with rows 0, D/2, 1, D/2 + 1, ... of each head -> rows 0, 1, ..., D - 1
    private static Tensor Halves(Tensor rows, int heads) =>
        rows.reshape([heads, rows.shape[0] / heads / 2, 2, .. rows.shape[1..]]).transpose(1, 2).reshape(rows.shape);

    private int? PairedHeads(string name) => !_pairs ? null
        : name.Contains(".q_proj.", StringComparison.Ordinal) ? _config.Heads
        : name.Contains(".k_proj.", StringComparison.Ordinal) ? _config.KeyValueHeads
        : null;

    private static string ModelName(string name)
    {
        var parts = name.Split('.');
        if (parts is ["blk", var index, var layerPart, var kind])
            foreach (var (gguf, model) in LayerNames)
                if (layerPart == gguf) return $"model.layers.{index}.{model}.{kind}";
        return name switch
        {
            "token_embd.weight" => "model.embed_tokens.weight",
            "output_norm.weight" => "model.norm.weight",
            "output.weight" => "lm_head.weight",
            _ => name,
        };
    }
}
