using System.Text.Json;
using System.Text.Json.Nodes;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Safetensors;
using Audire.Models.Checkpoints.Writing;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>
/// A SALMONN in a folder: <c>config.json</c>, <c>adapter.safetensors</c>, <c>beats.safetensors</c> where it has BEATs, and its Whisper and language
/// model as folders inside, or as names of models that stand elsewhere.
/// </summary>
/// <param name="Config">The configuration.</param>
/// <param name="Whisper">The Whisper folder's name.</param>
/// <param name="LanguageModel">The language model's name.</param>
public sealed record SalmonnFolder(SalmonnConfig Config, string Whisper, string LanguageModel)
{
    /// <summary>What <c>model_type</c> of the configuration says.</summary>
    public const string ModelType = "audire-salmonn";

    internal const string ConfigFile = "config.json";
    internal const string AdapterFile = "adapter.safetensors";
    internal const string BeatsFile = "beats.safetensors";

    /// <summary>Whether a folder holds a SALMONN.</summary>
    public static bool Is(string folder)
    {
        var path = Path.Combine(folder, ConfigFile);
        if (!File.Exists(path)) return false;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("model_type", out var type) && type.ValueEquals(ModelType);
        }
        catch (JsonException)
        {
            return false; // whoever loads it says what is wrong with it
        }
    }

    /// <summary>Reads a folder's configuration.</summary>
    /// <exception cref="ModelConfigException">It is absent, damaged, or not that of a SALMONN.</exception>
    public static SalmonnFolder Read(string folder)
    {
        var path = Path.Combine(folder, ConfigFile);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 32 });
            var reader = new ConfigReader(json.RootElement, path);
            if (reader.Text("model_type") is var type && type != ModelType) throw new ModelConfigException(path, $"its model_type is '{type}', and a SALMONN's is '{ModelType}'");
            return new SalmonnFolder(
                Loading.SalmonnConfigJson.Read(reader, path), reader.Text("whisper") ?? throw new ModelConfigException(path, "it names no 'whisper'"),
                reader.Text("language_model") ?? throw new ModelConfigException(path, "it names no 'language_model'"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelConfigException(path, $"it cannot be read ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')})", error);
        }
    }

    /// <summary>The parts of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="resolve">From a part's name to its path; null for a folder inside this one, or beside it.</param>
    /// <exception cref="ModelConfigException">A part is not found.</exception>
    public SalmonnParts Parts(string folder, Func<string, string>? resolve = null)
    {
        return new SalmonnParts
        {
            Whisper = Find(Whisper),
            Beats = Config.Bridge.AudioWidth is null ? null : Path.Combine(folder, BeatsFile),
            LanguageModel = Find(LanguageModel),
            Adapter = Path.Combine(folder, AdapterFile),
        };

        string Find(string name)
        {
            if (SafeNames.IsFileName(name))
                foreach (var near in new[] { Path.Combine(folder, name), Path.Combine(Path.GetFullPath(folder), "..", name) })
                    if (Path.Exists(near)) return Path.GetFullPath(near);
            return resolve?.Invoke(name) ?? throw new ModelConfigException(
                Path.Combine(folder, ConfigFile), $"it needs the model '{name}', which is neither inside this folder nor beside it: put it there");
        }
    }

    /// <summary>Writes configuration and adapter; what else the folder holds stays. Each file is written whole or not at all, the configuration last.</summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <param name="adapter">The adapter's tensors by the names of <c>salmonn.pth</c>.</param>
    /// <param name="beats">A BEATs checkpoint in safetensors to copy in; null where the folder has it, or the model has none.</param>
    /// <param name="type">How the adapter's values are stored.</param>
    /// <exception cref="CheckpointException">A file cannot be written.</exception>
    public void Save(string folder, IReadOnlyDictionary<string, Tensor> adapter, string? beats = null, ElementType type = ElementType.F32)
    {
        SafetensorsWriter.Write(Path.Combine(folder, AdapterFile), adapter.Select(pair => new TensorToWrite(pair.Key, type, pair.Value.shape, () => pair.Value.detach().cpu())));
        if (beats is not null)
            AtomicFile.Write(Path.Combine(folder, BeatsFile), stream =>
            {
                using var file = File.OpenRead(beats);
                file.CopyTo(stream);
            });
        SaveConfig(folder);
    }

    /// <summary>Writes the configuration alone.</summary>
    internal void SaveConfig(string folder, Func<string, Stream>? create = null)
    {
        var json = Loading.SalmonnConfigJson.Write(Config);
        json.Insert(0, "model_type", ModelType);
        json.Insert(1, "whisper", Whisper);
        json.Insert(2, "language_model", LanguageModel);
        AtomicFile.Write(Path.Combine(folder, ConfigFile), stream => stream.Write(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(json, Loading.SalmonnConfigJson.Layout)), create);
    }
}
