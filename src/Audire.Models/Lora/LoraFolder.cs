using System.Text.Json;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using Audire.Models.Llama;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Lora;

/// <summary>An adapter as PEFT writes it: a folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</summary>
public static class LoraFolder
{
    private const string ConfigName = "adapter_config.json";
    private const string WeightsName = "adapter_model.safetensors";
    private const long LargestConfig = 1 << 20;

    // What would change the formula, and must therefore be absent or off.
    private static readonly string[] Variants = ["use_dora", "use_rslora", "fan_in_fan_out"];

    /// <summary>Reads an adapter.</summary>
    /// <param name="folder">PEFT's folder; the weights may also be <c>adapter_model.bin</c>.</param>
    /// <param name="model">The decoder it is for.</param>
    /// <param name="trainable">Whether gradients are to reach it.</param>
    /// <param name="device">Where it is held; the CPU where null.</param>
    /// <exception cref="ModelConfigException">The configuration is absent, damaged, or of another kind of adapter.</exception>
    /// <exception cref="CheckpointException">The weights cannot be read.</exception>
    /// <exception cref="WeightMismatchException">The weights are not those the configurations describe.</exception>
    public static LoraAdapter Read(string folder, LlamaConfig model, bool trainable = false, Device? device = null)
    {
        var config = ReadConfig(Path.Combine(folder, ConfigName));
        var weights = Path.Combine(folder, WeightsName);
        var pickled = Path.ChangeExtension(weights, ".bin");
        using var checkpoint = Checkpoint.Open(!File.Exists(weights) && File.Exists(pickled) ? pickled : weights);
        return LoraAdapter.FromSource(new CheckpointWeights(checkpoint), model, config, trainable, device);
    }

    /// <summary>Writes an adapter; each file is written whole or not at all, the weights first.</summary>
    /// <param name="folder">Made where it is absent.</param>
    /// <param name="adapter">The adapter, as its matrices are now.</param>
    /// <param name="baseModel">Name of the model it is for; null where it has none.</param>
    /// <exception cref="CheckpointException">A file cannot be written.</exception>
    public static void Write(string folder, LoraAdapter adapter, string? baseModel = null)
    {
        SafetensorsWriter.Write(
            Path.Combine(folder, WeightsName),
            adapter.Tensors.Select(pair => new TensorToWrite(LoraNames.OnDisk(pair.Key), ElementType.F32, pair.Value.shape, () => pair.Value.detach())),
            new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        AtomicFile.Write(Path.Combine(folder, ConfigName), stream => WriteConfig(stream, adapter.Config, baseModel));
    }

    private static LoraConfig ReadConfig(string path)
    {
        using var json = Parse(path);
        var reader = new ConfigReader(json.RootElement, path);
        var kind = reader.Text("peft_type") ?? "LORA";
        if (kind != "LORA") throw new ModelConfigException(path, $"its peft_type is '{kind}', and Audire's adapters are LORA");
        if ((reader.Text("bias") ?? "none") != "none") throw new ModelConfigException(path, $"it trains biases ('{reader.Text("bias")}'), which Audire's adapters do not hold");
        foreach (var variant in Variants)
            if (reader.Flag(variant) == true) throw new ModelConfigException(path, $"it uses {variant}, which Audire's adapters do not compute");
        foreach (var pattern in new[] { "rank_pattern", "alpha_pattern" })
            if (reader.Object(pattern) is { IsEmpty: false }) throw new ModelConfigException(path, $"it has a {pattern}; Audire's adapters have one rank and alpha");
        return new LoraConfig(reader.Whole("r"), reader.NumberOr("lora_alpha", 8), reader.NumberOr("lora_dropout", 0), reader.Texts("target_modules")).Validate(path);
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestConfig })
                throw new ModelConfigException(path, $"it is larger than {LargestConfig} bytes, and no adapter's configuration is");
            return JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelConfigException(path, $"it cannot be read ({error.Message.ReplaceLineEndings(" ")})", error);
        }
    }

    private static void WriteConfig(Stream stream, LoraConfig config, string? baseModel)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("peft_type", "LORA");
        json.WriteString("task_type", "CAUSAL_LM");
        json.WriteString("base_model_name_or_path", baseModel);
        json.WriteNumber("r", config.Rank);
        json.WriteNumber("lora_alpha", config.Alpha);
        json.WriteNumber("lora_dropout", config.Dropout);
        json.WriteString("bias", "none");
        json.WriteBoolean("fan_in_fan_out", false);
        json.WriteBoolean("inference_mode", true);
        json.WriteStartArray("target_modules");
        foreach (var target in config.Targets) json.WriteStringValue(target);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
