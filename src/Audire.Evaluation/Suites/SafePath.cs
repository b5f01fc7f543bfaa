namespace Audire.Evaluation.Suites;

/// <summary>Paths that come from a file: they stay inside the folder of that file.</summary>
internal static class SafePath
{
    /// <summary>The full path of a relative one.</summary>
    /// <param name="folder">The folder it is relative to.</param>
    /// <param name="relative">The path as it was written, with <c>/</c>.</param>
    /// <param name="where">Where it was written, for the message.</param>
    /// <exception cref="SuiteException">It is empty, absolute, or leads out of the folder.</exception>
    public static string Resolve(string folder, string relative, string where)
    {
        var isPlain = relative.Length is > 0 and < 1024 && !relative.Contains('\\', StringComparison.Ordinal) && !relative.Contains(':', StringComparison.Ordinal)
            && !relative.Any(char.IsControl) && !Path.IsPathRooted(relative) && !relative.Split('/').Any(part => part is "" or "." or "..");
        return isPlain ? Path.Combine(Path.GetFullPath(folder), relative.Replace('/', Path.DirectorySeparatorChar)) : throw new SuiteException(
            $"{where}: '{Shorten(relative)}' is not a path inside {folder}; write it relative to that folder, with '/' and without '..'.");
    }

    /// <summary>What stands in a message of a text that may be long or unprintable.</summary>
    public static string Shorten(string text)
    {
        var plain = new string([.. text.Take(80).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > 80 ? plain + "…" : plain;
    }
}
