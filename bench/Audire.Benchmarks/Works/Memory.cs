using System.Diagnostics;
using System.Globalization;

namespace Audire.Benchmarks.Works;

/// <summary>Resident memory of this process.</summary>
internal static class Memory
{
    private const string Status = "/proc/self/status";

    /// <summary>Bytes resident now, garbage collected first.</summary>
    public static long ResidentBytes()
    {
        GC.Collect();
        using var me = Process.GetCurrentProcess();
        return me.WorkingSet64;
    }

    /// <summary>Begins the peak anew, where the system can.</summary>
    public static void ForgetPeak()
    {
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The peak then covers the whole process: an upper bound.
        }
    }

    /// <summary>Most bytes that were resident at once, since the process began or the peak was forgotten.</summary>
    public static long PeakBytes()
    {
        if (File.Exists(Status) && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line)
            return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        using var me = Process.GetCurrentProcess();
        return me.PeakWorkingSet64;
    }
}
