using Audire.Models.Checkpoints;

namespace Audire.Models.Llama;

/// <summary>Reads a decoder's shape from the metadata of a GGUF file.</summary>
internal static class LlamaGgufConfig
{
    private static readonly string[] Known = ["llama", "qwen2"];

    /// <summary>The architecture's name; one of those that are decoders of the Llama family.</summary>
    public static string Architecture(Checkpoint checkpoint)
    {
        var name = checkpoint.RequireText("general.architecture");
        return Known.Contains(name) ? name
            : throw new ModelConfigException(checkpoint.Path, $"its architecture is '{name}', and Audire runs {string.Join(" and ", Known)} files");
    }

    /// <summary>Whether rows of query and key projections lie in pairs (see <see cref="LlamaGgufWeights"/>).</summary>
    public static bool PairedRows(string architecture) => architecture == "llama";

    public static LlamaConfig Read(Checkpoint checkpoint)
    {
        var architecture = Architecture(checkpoint);
        var width = Whole("embedding_length", 1, 1 << 17);
        var heads = Whole("attention.head_count", 1, 1024);
        var headWidth = (int)checkpoint.Integer(Key("attention.key_length"), width / heads, 2, 4096);
        if (Optional("rope.dimension_count", headWidth) != headWidth)
            throw new ModelConfigException(checkpoint.Path, $"it turns {Optional("rope.dimension_count", headWidth)} of {headWidth} components of a head, and Audire turns all");
        return new LlamaConfig
        {
            Width = width,
            Layers = Whole("block_count", 1, 1024),
            Heads = heads,
            KeyValueHeads = Optional("attention.head_count_kv", heads),
            HeadWidth = headWidth,
            FeedForward = Whole("feed_forward_length", 1, 1 << 20),
            Vocabulary = checkpoint.Tensors.TryGetValue("token_embd.weight", out var embedding) && embedding.Shape.Length == 2
                ? (int)embedding.Shape[0] : Optional("vocab_size", 1),
            ContextLength = Whole("context_length", 1, 1 << 24),
            NormEpsilon = checkpoint.Number(Key("attention.layer_norm_rms_epsilon"), 1e-5),
            RopeBase = checkpoint.Number(Key("rope.freq_base"), 10_000),
            RopeScaling = Scaling(),
            AttentionBias = checkpoint.Tensors.ContainsKey("blk.0.attn_q.bias"),
            SlidingWindow = checkpoint.Metadata.ContainsKey(Key("attention.sliding_window")) ? Whole("attention.sliding_window", 1, int.MaxValue) : null,
            TiedHead = !checkpoint.Tensors.ContainsKey("output.weight"),
            BosId = Token("bos"),
            EosIds = [.. new[] { Token("eos"), Token("eot") }.OfType<int>().Distinct()],
        };

        string Key(string name) => $"{architecture}.{name}";

        int Whole(string name, long low, long high) => (int)checkpoint.RequireInteger(Key(name), low, high);

        int Optional(string name, int fallback) => (int)checkpoint.Integer(Key(name), fallback, 1, int.MaxValue);

        int? Token(string name) => checkpoint.Metadata.ContainsKey($"tokenizer.ggml.{name}_token_id")
            ? (int)checkpoint.RequireInteger($"tokenizer.ggml.{name}_token_id", 0, int.MaxValue) : null;

        RopeScaling? Scaling()
        {
            if (checkpoint.Tensors.ContainsKey("rope_freqs.weight"))
                throw new ModelConfigException(checkpoint.Path, "it stretches rotary frequencies by a table (rope_freqs.weight); use the Hugging Face folder of this model");
            if (!checkpoint.Metadata.TryGetValue(Key("rope.scaling.type"), out var kind) || kind.AsText() is "none") return null;
            return kind.AsText() == "linear"
                ? new RopeScaling(RopeScalingKind.Linear, checkpoint.Number(Key("rope.scaling.factor"), 1))
                : throw new ModelConfigException(checkpoint.Path, $"its rotary scaling '{kind}' is not known; Audire knows linear and llama3");
        }
    }
}
