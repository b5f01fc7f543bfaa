namespace Audire.Models.Lora;

/// <summary>
/// PEFT's names for an adapter's matrices: in memory (and in SALMONN's checkpoints) with the adapter's name, <c>…lora_A.default.weight</c>;
/// in an adapter's own file without it, <c>…lora_A.weight</c>.
/// </summary>
internal static class LoraNames
{
    private const string Root = "base_model.model.";
    private const string Adapter = ".default.weight";
    private const string Plain = ".weight";

    public static string Down(int layer, LoraTarget target) => Name(layer, target, "lora_A");

    public static string Up(int layer, LoraTarget target) => Name(layer, target, "lora_B");

    public static bool IsDown(string name) => name.Contains(".lora_A.", StringComparison.Ordinal);

    /// <summary>The name an adapter's own file has for a matrix.</summary>
    public static string OnDisk(string name) => name.EndsWith(Adapter, StringComparison.Ordinal) ? name[..^Adapter.Length] + Plain : name;

    /// <summary>The name in memory for a name as found in a file, which may lack the root and the adapter's name.</summary>
    public static string InMemory(string found)
    {
        var rooted = found.StartsWith(Root, StringComparison.Ordinal) ? found : Root + found;
        return rooted.EndsWith(Adapter, StringComparison.Ordinal) || !rooted.EndsWith(Plain, StringComparison.Ordinal) ? rooted : rooted[..^Plain.Length] + Adapter;
    }

    private static string Name(int layer, LoraTarget target, string matrix) => $"{Root}model.layers.{layer}.{target.Path}.{matrix}{Adapter}";
}
