namespace Audire.Audio;

/// <summary>Finds ffmpeg.</summary>
public static class FfmpegProgram
{
    /// <summary>The full path of the first ffmpeg on PATH; null where there is none. The current folder is not searched.</summary>
    public static string? FindOnPath()
    {
        var name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
