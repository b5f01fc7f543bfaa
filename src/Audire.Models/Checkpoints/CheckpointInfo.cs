using System.Text.Json.Nodes;

namespace Audire.Models.Checkpoints;

/// <summary>What can be said of a checkpoint without knowing its model: the answer of <c>audire models info</c>.</summary>
/// <param name="Format">"safetensors", "gguf" or "torch".</param>
/// <param name="Architecture">See <see cref="ModelArchitecture"/>; null where nothing says.</param>
/// <param name="Parameters">Values in all tensors.</param>
/// <param name="Bytes">Bytes of all tensors as stored.</param>
/// <param name="Metadata">All metadata.</param>
/// <param name="Tensors">All tensors, in the file's order.</param>
public sealed record CheckpointInfo(string Format, string? Architecture, long Parameters, long Bytes, IReadOnlyDictionary<string, MetadataValue> Metadata, IReadOnlyList<TensorEntry> Tensors)
{
    /// <summary>Describes an open checkpoint.</summary>
    public static CheckpointInfo Of(Checkpoint checkpoint) => new(checkpoint.Format, ModelArchitecture.Of(checkpoint),
        checkpoint.Tensors.Values.Sum(entry => entry.Elements), checkpoint.Tensors.Values.Sum(entry => entry.Bytes), checkpoint.Metadata, [.. checkpoint.Tensors.Values]);

    /// <summary>The JSON document of <c>audire models info --json</c>.</summary>
    public JsonObject ToJson() => new()
    {
        ["format"] = Format,
        ["architecture"] = Architecture,
        ["parameters"] = Parameters,
        ["bytes"] = Bytes,
        ["metadata"] = new JsonObject(Metadata.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.ToJson()))),
        ["tensors"] = new JsonArray([.. Tensors.Select(ToJson)]),
    };

    private static JsonObject ToJson(TensorEntry entry) => new()
    {
        ["name"] = entry.Name,
        ["type"] = entry.Type.Label(),
        ["shape"] = new JsonArray([.. entry.Shape.Select(dimension => JsonValue.Create(dimension))]),
        ["bytes"] = entry.Bytes,
    };
}
