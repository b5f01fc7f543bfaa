using System.Globalization;

namespace Audire.Cli.Terminal;

/// <summary>Sizes and counts as people read them.</summary>
internal static class Sizes
{
    /// <summary>Bytes in the unit that fits, powers of 1024: <c>93.8 MiB</c>.</summary>
    public static string Bytes(long bytes) => Scaled(bytes, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);

    /// <summary>A count in the unit that fits, powers of 1000: <c>134.5 M</c>.</summary>
    public static string Count(long count) => Scaled(count, 1000, ["", "k", "M", "G", "T"]).TrimEnd();

    private static string Scaled(double value, double step, string[] units)
    {
        var unit = 0;
        for (; value >= step && unit < units.Length - 1; unit++) value /= step;
        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + ' ' + units[unit];
    }
}
