namespace Audire.Models.Hub;

/// <summary>Chooses what a model needs out of a repository that holds it in several formats.</summary>
public static class HubSelection
{
    // One family of weights is enough; the first that is there, since the formats hold the same numbers.
    private static readonly string[] Weights = [".safetensors", ".gguf", ".bin", ".pt", ".pth"];

    private static readonly string[] BesideThem = [".json", ".txt", ".model", ".jinja", ".md"];

    /// <summary>Weights of one format and the small files beside them, at the root of the repository.</summary>
    public static IEnumerable<HubFile> Needed(IReadOnlyList<HubFile> files)
    {
        var root = files.Where(file => !file.Path.Contains('/', StringComparison.Ordinal)).ToList();
        var weights = Weights.FirstOrDefault(extension => root.Exists(file => EndsIn(file, extension)));
        return root.Where(file =>
            (weights is not null && EndsIn(file, weights)) || IsNotice(file)
            || (BesideThem.Any(extension => EndsIn(file, extension)) && !IsIndexOfOthers(file, weights)));
    }

    private static bool EndsIn(HubFile file, string extension) => file.Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);

    private static bool IsNotice(HubFile file) => file.Path is "LICENSE" or "NOTICE";

    private static bool IsIndexOfOthers(HubFile file, string? weights) =>
        EndsIn(file, ".index.json") && (weights is null || !EndsIn(file, weights + ".index.json"));
}
