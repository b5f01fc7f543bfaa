using System.Text.Json;
using Audire.Models.Llama;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Llama;

/// <summary>One recorded decoder: every NAME.json of the folder that has both a configuration and generation runs.</summary>
internal sealed class DecoderCase : IDisposable
{
    private DecoderCase(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        Json = JsonDocument.Parse(File.ReadAllBytes(path));
        Tensors = new FixtureTensors(Path.ChangeExtension(path, ".safetensors"));
        Config = LlamaHubConfig.Read(Json.RootElement.GetProperty("config"), path);
    }

    public string Name { get; }

    public JsonDocument Json { get; }

    public FixtureTensors Tensors { get; }

    public LlamaConfig Config { get; }

    /// <summary>All cases on this machine; skips the test where there are none.</summary>
    public static IEnumerable<string> Paths()
    {
        var folder = Fixtures.Require("llm");
        var paths = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Where(IsCase).ToList();
        Assert.SkipWhen(paths.Count == 0, $"{folder} holds no decoder case.");
        return paths;
    }

    /// <summary>Models that lie there a second time, in another format, and the case each one repeats: what a JSON file calls <c>same_model_as</c>, and folders NAME_hf.</summary>
    public static IEnumerable<(string Path, string Case)> Twins(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("same_model_as", out var of))
                yield return (Path.Combine(folder, json.RootElement.GetProperty("file").GetString()!), Path.Combine(folder, Path.ChangeExtension(of.GetString()!, ".json")));
        }

        const string Suffix = "_hf";
        foreach (var path in Directory.EnumerateDirectories(folder, "*" + Suffix).Order(StringComparer.Ordinal)) yield return (path, path[..^Suffix.Length] + ".json");
    }

    public static DecoderCase Open(string path) => new(path);

    public LlamaModel Build() => LlamaModel.Build(Tensors.Under("w."), Config);

    public void Dispose()
    {
        Json.Dispose();
        Tensors.Dispose();
    }

    private static bool IsCase(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("config", out _) && json.RootElement.TryGetProperty("generation", out _);
    }
}
