namespace Audire.Cli.ModelStore;

/// <summary>The source checkout that the program was built in, if any: models and data then come from there.</summary>
internal static class Checkout
{
    private const string Mark = "Audire.slnx";

    /// <summary>The checkout's root; null for an installed tool.</summary>
    public static string? Root { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, Mark))) return folder.FullName;
        return null;
    }
}
