namespace Audire.Evaluation.Runs;

/// <summary>
/// The one gate that every lasting write of a run passes: it turns the system's errors into a sentence, and lets a test refuse the n-th write.
/// </summary>
/// <remarks>Thread safe as long as a derived class's <see cref="Before"/> is.</remarks>
public class RunWrites
{
    /// <summary>Writes without refusing anything.</summary>
    public static RunWrites Plain { get; } = new();

    /// <summary>Called before each write; throwing makes that write fail as if the system had refused it.</summary>
    /// <param name="what">What is about to be written.</param>
    protected internal virtual void Before(string what) { }

    /// <summary>Writes a file so that a reader finds the old content or the new, never a part: to a temporary name, flushed, then moved.</summary>
    /// <exception cref="RunException">The disk is full, permission is missing, or the path cannot be written.</exception>
    internal void File(string path, ReadOnlyMemory<byte> content)
    {
        File(path, stream => stream.Write(content.Span));
    }

    /// <summary>As above, with the content streamed.</summary>
    internal void File(string path, Action<Stream> write)
    {
        // One writer per folder (it is locked), so a fixed suffix cannot collide, and a leftover of a killed process is overwritten.
        var temporary = path + ".part";
        Guard(path, () =>
        {
            Before("create " + Path.GetFileName(path));
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            Before("move " + Path.GetFileName(path));
            System.IO.File.Move(temporary, path, overwrite: true);
            return true;
        });
    }

    /// <summary>Runs a write of the database.</summary>
    internal T Database<T>(string path, string what, Func<T> write) => Guard(path, () =>
    {
        Before(what);
        return write();
    });

    private static T Guard<T>(string path, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new RunException(
                $"Cannot write {path}: {e.Message.TrimEnd('.')}. What was stored before is safe; make room or give permission, then continue with --resume {Path.GetDirectoryName(path)}.", e);
        }
    }
}
