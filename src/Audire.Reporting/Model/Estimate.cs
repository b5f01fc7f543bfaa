namespace Audire.Reporting.Model;

/// <summary>A number with what makes it readable: its 95 % interval and how many observations stand behind it.</summary>
/// <param name="Value">The value; null where nothing could be scored.</param>
/// <param name="Low">Lower end of the interval; null where none is defined.</param>
/// <param name="High">Upper end of the interval.</param>
/// <param name="N">Observations.</param>
public sealed record Estimate(double? Value, double? Low, double? High, int N)
{
    /// <summary>True where the interval lies wholly on one side of zero: a difference that this many observations can tell from none.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;
}
