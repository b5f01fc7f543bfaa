namespace Audire.Models.Runtime;

/// <summary>Counts cores rather than hardware threads: two threads on one core share its multipliers, and libtorch gains nothing from both.</summary>
internal static class PhysicalCores
{
    /// <summary>Cores this process may use; at least 1.</summary>
    public static int Count { get; } = Math.Max(1, Math.Min(Environment.ProcessorCount, FromLinux() ?? Environment.ProcessorCount));

    private static int? FromLinux()
    {
        const string Folder = "/sys/devices/system/cpu";
        if (!OperatingSystem.IsLinux() || !Directory.Exists(Folder)) return null;
        try
        {
            var cores = Directory.EnumerateDirectories(Folder, "cpu*")
                .Select(cpu => Path.Combine(cpu, "topology", "thread_siblings_list"))
                .Where(File.Exists)
                .Select(File.ReadAllText)
                .Distinct(StringComparer.Ordinal)
                .Count();
            return cores > 0 ? cores : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // a sandbox without sysfs: the processor count serves
        }
    }
}
