using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Writing;

namespace Audire.Training.Runs;

/// <summary>The one gate that every lasting write of a run passes, so that a test can refuse, tear or end the process at the n-th.</summary>
/// <remarks>Thread-safe as long as a derived class's members are.</remarks>
public class RunDisk
{
    /// <summary>The file system, nothing refused.</summary>
    public static RunDisk Plain { get; } = new();

    /// <summary>Called before each lasting change; throwing makes it fail as if the system had refused it.</summary>
    /// <param name="what">What is about to happen, say <c>append log.jsonl</c>.</param>
    protected internal virtual void Before(string what)
    {
    }

    /// <summary>Opens a new file for writing.</summary>
    protected internal virtual Stream Create(string path)
    {
        Before("create " + Path.GetExtension(Path.GetFileNameWithoutExtension(path)));
        return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
    }

    /// <summary>Writes a file whole or not at all.</summary>
    internal void Write(string path, Action<Stream> write) => Guard(path, () =>
    {
        AtomicFile.Write(path, write, Create);
        Before("after " + Path.GetFileName(path));
    });

    /// <summary>Adds bytes to the end of a file; what is there stays.</summary>
    internal void Append(string path, byte[] bytes) => Guard(path, () =>
    {
        Before("append " + Path.GetFileName(path));
        using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Write(bytes);
    });

    /// <summary>Removes a file.</summary>
    internal void Delete(string path) => Guard(path, () =>
    {
        Before("delete " + Path.GetFileName(path));
        File.Delete(path);
    });

    /// <summary>Turns what the system refuses into a sentence.</summary>
    internal static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CheckpointException { Kind: CheckpointFault.NotWritable })
        {
            throw new TrainingException(
                $"Cannot write {path} ({Reason(e).TrimEnd('.')}). The last checkpoint is whole; make room or give permission, then start the same command again: it goes on from there.", e);
        }
    }

    private static string Reason(Exception error) => error is CheckpointException { InnerException: { } cause } ? cause.Message : error.Message;
}
