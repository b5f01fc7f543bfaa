namespace Audire.Models.Checkpoints.Packed;

/// <summary>
/// How a quantised matrix lies in a safetensors file: its codes under <c>NAME#int4</c> (uint8, two codes a byte, the earlier in the low half) or
/// <c>NAME#int8</c> (int8), and what turns them into weights under <c>NAME#scales</c> and, for four bits, <c>NAME#zeros</c> (bfloat16).
/// </summary>
/// <remarks>See <c>docs/design/packed-models.md</c>. A table that is also the output head has its own values under its plain name besides.</remarks>
internal static class PackedNames
{
    /// <summary>The key of a file's metadata that says which type it was packed in.</summary>
    public const string TypeKey = "audire.weights";

    /// <summary>Its value for four bits.</summary>
    public const string Int4Type = "int4";

    private const string Int4Suffix = "#int4";
    private const string Int8Suffix = "#int8";
    private const string ScalesSuffix = "#scales";
    private const string ZerosSuffix = "#zeros";

    public static string Int4(string name) => name + Int4Suffix;

    public static string Int8(string name) => name + Int8Suffix;

    public static string Scales(string name) => name + ScalesSuffix;

    public static string Zeros(string name) => name + ZerosSuffix;

    /// <summary>The name of the matrix that a stored tensor belongs to, and whether its codes are what the tensor holds.</summary>
    public static (string Name, bool IsCodes) Parse(string stored)
    {
        foreach (var (suffix, isCodes) in new[] { (Int4Suffix, true), (Int8Suffix, true), (ScalesSuffix, false), (ZerosSuffix, false) })
            if (stored.EndsWith(suffix, StringComparison.Ordinal) && stored.Length > suffix.Length) return (stored[..^suffix.Length], isCodes);
        return (stored, false);
    }
}
