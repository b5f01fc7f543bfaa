using System.Text;

namespace Audire.Reporting;

/// <summary>
/// A report being written: into a folder beside its place, which it takes in one move when complete. Disposed before that, it
/// leaves nothing behind and an older report untouched.
/// </summary>
internal sealed class ReportFolder : IDisposable
{
    private readonly string _target;
    private readonly string _building;
    private bool _complete;

    public ReportFolder(string target)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (Directory.Exists(_target) && Directory.EnumerateFileSystemEntries(_target).Any() && !File.Exists(Path.Combine(_target, Links.Script)))
            throw new IOException($"{_target} holds other files than a report: name an empty or a new folder.");
        if (File.Exists(_target)) throw new IOException($"{_target} is a file: name a folder for the report.");
        _building = $"{_target}.{Guid.NewGuid():n}.tmp";
        Directory.CreateDirectory(_building);
    }

    public void Add(string name, string text) => Add(name, Encoding.UTF8.GetBytes(text));

    public void Add(string name, byte[] bytes) => File.WriteAllBytes(Place(name), bytes);

    public void AddCopy(string name, string source) => File.Copy(source, Place(name), overwrite: true);

    /// <summary>Moves the folder into its place.</summary>
    /// <returns>The path of the index.</returns>
    public string Complete()
    {
        var old = $"{_building}.old";
        if (Directory.Exists(_target)) Directory.Move(_target, old);
        try
        {
            Directory.Move(_building, _target);
        }
        catch (IOException) when (Directory.Exists(old))
        {
            Directory.Move(old, _target);
            throw;
        }

        _complete = true;
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        return Path.Combine(_target, Links.Index);
    }

    public void Dispose()
    {
        if (!_complete && Directory.Exists(_building)) Directory.Delete(_building, recursive: true);
    }

    private string Place(string name)
    {
        var path = Path.Combine(_building, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
