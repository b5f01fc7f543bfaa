namespace Audire.Models.Checkpoints.Safetensors;

/// <summary>The dtype names of the format.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, ElementType> ByName =
        Enum.GetValues<ElementType>().Where(type => !type.IsQuantised()).ToDictionary(type => type.Label(), StringComparer.Ordinal);

    /// <summary>Null for a name the format does not have; case matters.</summary>
    public static ElementType? Parse(string dtype) => ByName.TryGetValue(dtype, out var type) ? type : null;
}
