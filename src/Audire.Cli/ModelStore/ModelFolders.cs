using Audire.Cli.Hosting;

namespace Audire.Cli.ModelStore;

/// <summary>
/// Where models lie: the folders of <c>AUDIRE_MODELS</c>, <c>models/</c> of the checkout the program was built in, <c>models/</c>
/// beside the program, and the cache that <c>audire models pull</c> fills, in this order.
/// </summary>
internal static class ModelFolders
{
    private static readonly string[] WeightFiles = [".gguf", ".safetensors", ".bin", ".pt", ".pth"];

    /// <summary>The folder that pulled models are kept in: <c>AUDIRE_CACHE</c>, default <c>~/.cache/audire</c> or the system's like.</summary>
    public static string Cache => Environment.GetEnvironmentVariable("AUDIRE_CACHE") is { Length: > 0 } set
        ? Path.GetFullPath(set)
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home ? home : DefaultCacheHome(), "audire");

    /// <summary>The folders to search; some may not exist.</summary>
    public static IReadOnlyList<string> Roots => FindRoots();

    /// <summary>The folder or file that a name means.</summary>
    /// <param name="name">A known model's name, the name of a folder under <see cref="Roots"/>, or a path.</param>
    /// <exception cref="CommandException">Nothing of that name exists.</exception>
    public static string Resolve(string name)
    {
        if (Find(name) is { } found) return found;
        var advice = KnownModel.Find(name) is { } known
            ? $"To get it {known.Source}, or name the folder that holds it in AUDIRE_MODELS."
            : "Name a file, a folder or a model that 'audire models list' shows.";
        throw new CommandException($"There is no model '{name}'. {advice}");
    }

    /// <summary>The folder or file that a name means; null where nothing of that name exists.</summary>
    public static string? Find(string name)
    {
        var folders = KnownModel.Find(name)?.Folders ?? [name];
        if (!IsPath(name))
        {
            foreach (var root in Roots)
                foreach (var folder in folders)
                    if (HasWeights(Path.Combine(root, folder))) return Path.Combine(root, folder);
        }
        return Path.Exists(name) ? Path.GetFullPath(name) : null;
    }

    private static bool IsPath(string name) => Path.IsPathRooted(name) || name.Contains('/', StringComparison.Ordinal) || name.Contains('\\', StringComparison.Ordinal);

    /// <summary>Whether a folder holds weights in a format Audire reads.</summary>
    public static bool HasWeights(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(file => WeightFiles.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));

    private static List<string> FindRoots()
    {
        var roots = new List<string>();
        if (Environment.GetEnvironmentVariable("AUDIRE_MODELS") is { Length: > 0 } more)
            roots.AddRange(more.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Path.GetFullPath));
        if (Checkout.Root is { } checkout) roots.Add(Path.Combine(checkout, "models"));
        roots.Add(Path.Combine(AppContext.BaseDirectory, "models"));
        roots.Add(Path.Combine(Cache, "models"));
        return roots;
    }

    private static string DefaultCacheHome() => OperatingSystem.IsWindows()
        ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
}
