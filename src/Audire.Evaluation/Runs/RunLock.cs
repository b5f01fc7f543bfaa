namespace Audire.Evaluation.Runs;

/// <summary>One writer a folder: the lock goes with the process, however it ends.</summary>
internal static class RunLock
{
    /// <summary>Takes the lock until it is disposed.</summary>
    /// <exception cref="RunException">Another process has it, or the folder cannot be written.</exception>
    public static FileStream Take(string directory, RunWrites writes)
    {
        var path = Path.Combine(directory, RunPaths.Lock);
        return writes.Database(path, "lock", () =>
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (File.Exists(path))
            {
                throw new RunException($"Another audit is writing to {directory}; wait for it, or name another folder.", e);
            }
        });
    }
}
