namespace Audire.Models.Checkpoints.Writing;

/// <summary>Writes files so that a reader sees the old content or the new, whole, and never anything between.</summary>
/// <remarks>
/// The content goes to a temporary name in the same folder, is flushed to the device and moved over the target. Whatever fails, the
/// target is untouched and the temporary file removed. Thread-safe.
/// </remarks>
public static class AtomicFile
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Writes a file; its folder is made where it is absent.</summary>
    /// <param name="path">The target; a file there is replaced.</param>
    /// <param name="write">Writes the content, in order; need not flush or dispose.</param>
    /// <param name="create">Opens the temporary file for writing; by default in the file system. Tests hand in one that fails.</param>
    /// <exception cref="CheckpointException">The file cannot be written (<see cref="CheckpointFault.NotWritable"/>): no space, no permission, a device error.</exception>
    public static void Write(string path, Action<Stream> write, Func<string, Stream>? create = null)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) Directory.CreateDirectory(folder);
            using (var stream = (create ?? Create)(temporary))
            {
                write(stream);
                stream.Flush();
            }
            FlushToDevice(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is not CheckpointException and (IOException or UnauthorizedAccessException or NotSupportedException))
        {
            throw new CheckpointException(path, null, CheckpointFault.NotWritable, $"cannot be written ({e.Message.TrimEnd('.')}); what was there before is untouched", e);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static FileStream Create(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);

    private static void FlushToDevice(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to tell; a leftover .tmp file harms nobody.
        }
    }
}
