namespace Audire.Cli.ModelStore;

/// <summary>A model folder on this machine, or a known model that is not here.</summary>
/// <param name="Name">What the user types.</param>
/// <param name="Path">Where it lies; null where it is not on this machine.</param>
/// <param name="Bytes">Bytes of its files; 0 where it is not here.</param>
/// <param name="Licence">Its licence, as an SPDX expression; null where it is not known.</param>
/// <param name="Description">What it is good for; empty where it is not known.</param>
internal sealed record FoundModel(string Name, string? Path, long Bytes, string? Licence, string Description)
{
    /// <summary>The known models, then whatever other folders the model folders hold.</summary>
    public static IEnumerable<FoundModel> All()
    {
        foreach (var known in KnownModel.All)
        {
            var path = ModelFolders.Find(known.Name);
            yield return new FoundModel(known.Name, path, path is null ? 0 : SizeOf(path), known.Licence, known.Description);
        }
        var seen = KnownModel.All.SelectMany(known => known.Folders).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var folder in ModelFolders.Roots.Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal))
            if (ModelFolders.HasWeights(folder) && seen.Add(System.IO.Path.GetFileName(folder)))
                yield return new FoundModel(System.IO.Path.GetFileName(folder), folder, SizeOf(folder), null, "");
    }

    private static long SizeOf(string path) => File.Exists(path)
        ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles().Sum(file => file.Length);
}
