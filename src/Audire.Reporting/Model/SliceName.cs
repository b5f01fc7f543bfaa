namespace Audire.Reporting.Model;

/// <summary>The name of a cell over a slice: <c>wer@snr:10</c> is the metric <c>wer</c> where the group <c>snr</c> is <c>10</c>.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Group">The group.</param>
/// <param name="Value">The group's value, or <c>first-second</c> for a difference between two.</param>
internal readonly record struct SliceName(string Metric, string Group, string Value)
{
    public static bool IsSlice(string metric) => metric.Contains('@', StringComparison.Ordinal);

    public static SliceName? Parse(string metric)
    {
        var at = metric.IndexOf('@', StringComparison.Ordinal);
        var colon = at < 0 ? -1 : metric.IndexOf(':', at);
        return colon < 0 ? null : new(metric[..at], metric[(at + 1)..colon], metric[(colon + 1)..]);
    }
}
