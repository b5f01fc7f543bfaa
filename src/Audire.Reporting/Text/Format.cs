using System.Globalization;

namespace Audire.Reporting.Text;

/// <summary>Numbers as the pages print them: one way each, never by the machine's culture.</summary>
internal static class Format
{
    /// <summary>Stands where a value is not defined.</summary>
    public const string None = "–";

    /// <summary>A metric's value or an end of its interval, three decimals, with a real minus sign.</summary>
    public static string Score(double? value) => value is not { } v || double.IsNaN(v) ? None : Minus(v.ToString("0.000", CultureInfo.InvariantCulture));

    /// <summary>A score, or a difference of scores with its sign.</summary>
    public static string Number(double? value, bool signed) => signed ? Signed(value) : Score(value);

    /// <summary>A difference: like a score, always signed.</summary>
    public static string Signed(double? value) => value is not { } v || double.IsNaN(v) ? None : Minus(v.ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture));

    /// <summary>An interval in brackets; the sign of nothing where there is none.</summary>
    public static string Interval(double? low, double? high, bool signed = false) =>
        low is null || high is null ? None : $"[{Number(low, signed)}, {Number(high, signed)}]";

    /// <summary>A count with thin groups of thousands.</summary>
    public static string Count(int count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202F');

    /// <summary>A p-value: three decimals, or that it is smaller.</summary>
    public static string PValue(double? p) => p is not { } v ? None : v < 0.001 ? "< 0.001" : v.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>A time span in the unit that reads best.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 0.0995 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };

    /// <summary>A number for an attribute that a program reads.</summary>
    public static string Plain(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"1 clip", "2 clips".</summary>
    public static string Plural(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Minus(string number) => number.Replace('-', '\u2212');
}
