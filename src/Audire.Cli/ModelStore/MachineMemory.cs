using System.Globalization;

namespace Audire.Cli.ModelStore;

/// <summary>Memory that this process may use.</summary>
/// <param name="Total">Of the machine, or of the container it runs in.</param>
/// <param name="Available">Free now, caches that can be dropped included.</param>
internal sealed record MachineMemory(long Total, long Available)
{
    private const string Linux = "/proc/meminfo";

    /// <summary>What is true now.</summary>
    public static MachineMemory Read()
    {
        long total = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new MachineMemory(total, Math.Min(total, Free() ?? total));
    }

    private static long? Free()
    {
        if (!File.Exists(Linux)) return null;
        var line = File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("MemAvailable:", StringComparison.Ordinal));
        var number = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long kibibytes) ? kibibytes << 10 : null;
    }
}
