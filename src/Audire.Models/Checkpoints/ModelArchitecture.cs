using System.Text.Json;

namespace Audire.Models.Checkpoints;

/// <summary>Names the architecture of a model without knowing it.</summary>
public static class ModelArchitecture
{
    private const long LongestConfig = 16 << 20;

    /// <summary>
    /// <c>general.architecture</c> of a GGUF file, else <c>model_type</c> or the first of <c>architectures</c> in a <c>config.json</c> in the folder; null
    /// where neither says.
    /// </summary>
    public static string? Of(Checkpoint checkpoint, string? folder = null)
    {
        if (checkpoint.Metadata.TryGetValue("general.architecture", out var named) && named.AsText() is { } architecture) return architecture;
        folder ??= Path.GetDirectoryName(Path.GetFullPath(checkpoint.Path))!;
        var config = new FileInfo(Path.Combine(folder, "config.json"));
        if (!config.Exists || config.Length > LongestConfig) return null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config.FullName));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            if (root.TryGetProperty("model_type", out var type) && type.ValueKind == JsonValueKind.String) return type.GetString();
            return root.TryGetProperty("architectures", out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.String
                ? list[0].GetString() : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // A broken config.json is the model loader's to tell; here it only leaves the name open.
            return null;
        }
    }
}
