using Audire.Models.Checkpoints.Gguf;

namespace Audire.Models.Checkpoints.Conversion;

/// <summary>The metadata of a converted model: what the source says of itself, and what the new file must say.</summary>
internal static class ConversionMetadata
{
    private const string Architecture = "general.architecture";
    private const string FileType = "general.file_type";
    private const uint QuantisationVersion = 2;

    /// <summary>A GGUF source keeps its keys in their order; others get the few that the format asks for.</summary>
    public static OrderedDictionary<string, MetadataValue> ForGguf(Checkpoint source, string folder, ElementType type)
    {
        var metadata = new OrderedDictionary<string, MetadataValue>(StringComparer.Ordinal);
        if (source.Format == "gguf")
            foreach (var (key, value) in source.Metadata) metadata.Add(key, value);
        if (!metadata.ContainsKey(Architecture)) metadata.Add(Architecture, new(ModelArchitecture.Of(source, folder) ?? "unknown"));
        if (GgmlTypes.FileType(type) is { } number) metadata[FileType] = new(number);
        else metadata.Remove(FileType);
        metadata["general.quantization_version"] = new(QuantisationVersion);
        return metadata;
    }

    /// <summary>Texts as they are, other values as JSON.</summary>
    public static Dictionary<string, string> ForSafetensors(Checkpoint source)
    {
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in source.Metadata) metadata[key] = value.AsText() ?? value.ToString();
        // The loaders of other libraries insist on it.
        metadata["format"] = "pt";
        return metadata;
    }
}
