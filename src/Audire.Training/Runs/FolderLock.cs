namespace Audire.Training.Runs;

/// <summary>One training a folder: the lock is the operating system's and goes with the process, however that ends.</summary>
internal static class FolderLock
{
    public const string FileName = ".lock";

    /// <summary>Takes the lock until it is disposed; one left by a process that was killed is simply taken.</summary>
    /// <exception cref="TrainingException">Another process has it, or the folder cannot be written.</exception>
    public static FileStream Take(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new TrainingException($"Another training is writing to {folder}; wait for it, stop it, or name another folder with --out.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"The folder {folder} cannot be written ({e.Message.TrimEnd('.')}); name another with --out.", e);
        }
    }
}
