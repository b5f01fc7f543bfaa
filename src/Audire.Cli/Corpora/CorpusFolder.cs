namespace Audire.Cli.Corpora;

/// <summary>What a user brought: <c>git/NAME</c> for repositories, <c>deb/PACKAGE</c> for unpacked packages, <c>transcripts</c> for what a recogniser wrote.</summary>
/// <param name="path">The folder.</param>
internal sealed class CorpusFolder(string path)
{
    private readonly List<string> _absent = [];

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>What was asked for and is not there.</summary>
    public IReadOnlyList<string> Absent => _absent;

    /// <summary>The files of a part, sorted by name; none, and a note, where it is absent.</summary>
    /// <param name="part">A folder below this one, such as <c>git/ESC-10</c>.</param>
    /// <param name="pattern">Names, such as <c>*.ogg</c>.</param>
    public IEnumerable<(string Path, string Name)> Files(string part, string pattern)
    {
        var folder = System.IO.Path.Combine(path, part);
        if (!Directory.Exists(folder))
        {
            _absent.Add(part);
            return [];
        }
        return Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Select(file => (file, System.IO.Path.GetRelativePath(folder, file).Replace('\\', '/')))
            .OrderBy(file => file.Item2, StringComparer.Ordinal);
    }

    /// <summary>The path of a file; null, and a note, where it is absent.</summary>
    public string? Find(string file)
    {
        var full = System.IO.Path.Combine(path, file);
        if (File.Exists(full)) return full;
        _absent.Add(file);
        return null;
    }

    /// <summary>Says that a source gives nothing.</summary>
    public void Miss(string what) => _absent.Add(what);
}
