namespace Audire.Evaluation.Suites;

/// <summary>The recordings that Audire ships, and the suite over them.</summary>
public static class ShippedData
{
    /// <summary>The folder with the recordings: <c>data</c> beside the program, or in the checkout that the program was built from.</summary>
    /// <exception cref="SuiteException">There is none: the program was copied without it.</exception>
    public static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "data", "suite.yaml"))) return Path.Combine(at.FullName, "data");
        throw new SuiteException($"The shipped recordings (data/suite.yaml) are in no folder above {AppContext.BaseDirectory}; install Audire whole, or name a suite.");
    }

    /// <summary>The file of a shipped suite by its name, say <c>salmonn</c>; null where none has the name.</summary>
    /// <exception cref="SuiteException">The recordings are absent.</exception>
    public static string? Find(string name) =>
        name.All(c => char.IsAsciiLetterLower(c) || c == '-') && Path.Combine(Folder(), name + ".yaml") is var path && File.Exists(path) ? path : null;

    /// <summary>The suite that is run when none is named.</summary>
    /// <exception cref="SuiteException">The recordings are absent.</exception>
    public static Suite Suite() => Suites.Suite.Read(Folder());
}
