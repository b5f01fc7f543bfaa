using System.Text.Json;

namespace Audire.Models.Llama;

/// <summary>Reads a decoder's shape from Hugging Face's <c>config.json</c> (and <c>generation_config.json</c> for end tokens).</summary>
internal static class LlamaHubConfig
{
    private static readonly string[] Known = ["llama", "mistral", "qwen2"];

    /// <summary>Reads the configuration of a model folder.</summary>
    /// <exception cref="ModelConfigException">A file is absent or no JSON, a value is missing, or the architecture is not known.</exception>
    public static LlamaConfig Read(string folder)
    {
        var path = Path.Combine(folder, "config.json");
        using var document = Parse(path);
        var config = Read(document.RootElement, path);
        var generation = Path.Combine(folder, "generation_config.json");
        if (!File.Exists(generation)) return config;
        using var settings = Parse(generation);
        var ends = new ConfigReader(settings.RootElement, generation).Ids("eos_token_id");
        return ends.Count == 0 ? config : config with { EosIds = [.. config.EosIds.Union(ends)] };
    }

    /// <summary>Reads the configuration from parsed JSON.</summary>
    public static LlamaConfig Read(JsonElement json, string origin)
    {
        var reader = new ConfigReader(json, origin);
        var type = reader.Text("model_type") ?? "llama";
        if (!Known.Contains(type)) throw new ModelConfigException(origin, $"its model_type is '{type}', and Audire's decoder runs {string.Join(", ", Known)}");
        if ((reader.Text("hidden_act") ?? "silu") != "silu") throw new ModelConfigException(origin, $"its activation is '{reader.Text("hidden_act")}', not silu");
        var width = reader.Whole("hidden_size");
        var heads = reader.Whole("num_attention_heads");
        var windowed = type == "mistral" || (reader.Flag("use_sliding_window") ?? false);
        return new LlamaConfig
        {
            Width = width,
            Layers = reader.Whole("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = reader.WholeOr("num_key_value_heads", heads),
            HeadWidth = reader.WholeOr("head_dim", width / Math.Max(1, heads)),
            FeedForward = reader.Whole("intermediate_size"),
            Vocabulary = reader.Whole("vocab_size"),
            ContextLength = reader.WholeOr("max_position_embeddings", 2048),
            NormEpsilon = reader.NumberOr("rms_norm_eps", 1e-6),
            RopeBase = reader.NumberOr("rope_theta", 10_000),
            RopeScaling = Scaling(reader.Object("rope_scaling"), origin),
            AttentionBias = reader.Flag("attention_bias") ?? type == "qwen2",
            SlidingWindow = windowed && reader.Has("sliding_window") ? reader.Whole("sliding_window") : null,
            TiedHead = reader.Flag("tie_word_embeddings") ?? false,
            BosId = reader.Has("bos_token_id") ? reader.Whole("bos_token_id") : null,
            EosIds = reader.Ids("eos_token_id"),
        };
    }

    private static RopeScaling? Scaling(ConfigReader? scaling, string origin)
    {
        if (scaling is null) return null;
        var kind = scaling.Text("rope_type") ?? scaling.Text("type") ?? "default";
        return kind switch
        {
            "default" => null,
            "linear" => new RopeScaling(RopeScalingKind.Linear, scaling.NumberOr("factor", 1)),
            "llama3" => new RopeScaling(
                RopeScalingKind.Llama3, scaling.NumberOr("factor", 8), scaling.NumberOr("low_freq_factor", 1),
                scaling.NumberOr("high_freq_factor", 4), scaling.WholeOr("original_max_position_embeddings", 8192)),
            _ => throw new ModelConfigException(origin, $"its rotary scaling '{kind}' is not known; Audire knows linear and llama3"),
        };
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelConfigException(path, $"it cannot be read ({error.Message.ReplaceLineEndings(" ")})", error);
        }
    }
}
