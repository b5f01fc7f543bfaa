using System.Text.Json;

namespace Audire.Models.Checkpoints.Safetensors;

/// <summary>An index of shards: which file beside it holds which tensor.</summary>
/// <param name="FileOf">File name by tensor name; plain names, never a path.</param>
/// <param name="Metadata">The index's own metadata, scalars only.</param>
internal sealed record ShardIndex(IReadOnlyDictionary<string, string> FileOf, IReadOnlyDictionary<string, MetadataValue> Metadata)
{
    public static ShardIndex Read(string path)
    {
        using var file = new TensorFile(path);
        if (file.Length > SafetensorsHeader.MaxBytes) throw file.Fault(CheckpointFault.HeaderTooLarge, $"has {file.Length} bytes, more than {SafetensorsHeader.MaxBytes}");
        var json = new byte[file.Length];
        file.Read(0, json);
        try
        {
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 8, AllowDuplicateProperties = false });
            return Read(file, document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(path, null, CheckpointFault.BadHeader, "is not the JSON of an index of shards", e);
        }
    }

    private static ShardIndex Read(TensorFile file, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw file.Fault(CheckpointFault.BadHeader, "has no object \"weight_map\"");
        var fileOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
                throw new CheckpointException(file.Path, member.Name, CheckpointFault.BadHeader, "has a shard that is no text");
            var shard = member.Value.GetString()!;
            if (!SafeNames.IsFileName(shard))
                throw new CheckpointException(file.Path, member.Name, CheckpointFault.PathEscape, $"lies in {CheckpointException.Quote(shard)}, which is no plain file name");
            fileOf.Add(member.Name, shard);
        }
        return new(fileOf, MetadataOf(root));
    }

    private static Dictionary<string, MetadataValue> MetadataOf(JsonElement root)
    {
        var metadata = new Dictionary<string, MetadataValue>(StringComparer.Ordinal);
        if (!root.TryGetProperty("metadata", out var members) || members.ValueKind != JsonValueKind.Object) return metadata;
        foreach (var member in members.EnumerateObject())
        {
            object? value = member.Value.ValueKind switch
            {
                JsonValueKind.String => member.Value.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => member.Value.TryGetInt64(out var integer) ? (object)integer : member.Value.GetDouble(),
                _ => null,
            };
            if (value is not null) metadata.Add(member.Name, new(value));
        }
        return metadata;
    }
}
