using System.Globalization;
using Audire.Reporting.Text;

namespace Audire.Reporting.Model;

/// <summary>A scenario's main metric within each value of one group, say within each language.</summary>
/// <param name="Group">What is sliced by: <c>gender</c>, <c>language</c>, <c>snr</c>…</param>
/// <param name="Slices">One a value of the group; numeric groups ascend, with <c>clean</c> last.</param>
public sealed record SliceGroup(string Group, IReadOnlyList<Slice> Slices)
{
    /// <summary>True where the values are ordered numbers (decibels, say), so that a curve says more than a list.</summary>
    public bool IsOrdered => Slices.Count(slice => slice.Position is not null) >= 2;

    /// <summary>Gathers estimates into slices and puts these in order: numbers ascending, then names.</summary>
    /// <param name="group">What is sliced by.</param>
    /// <param name="estimates">Group value, system name and estimate.</param>
    public static SliceGroup Ordered(string group, IEnumerable<(string Value, string System, Estimate Estimate)> estimates) => new(group,
    [
        .. estimates.GroupBy(one => one.Value, StringComparer.Ordinal)
            .Select(slice => new Slice(slice.Key, Number(slice.Key), slice.ToDictionary(one => one.System, one => one.Estimate, StringComparer.Ordinal)))
            .OrderBy(slice => slice.Position ?? double.PositiveInfinity).ThenBy(slice => slice.Value, StringComparer.Ordinal),
    ]);

    private static double? Number(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}

/// <summary>One value of a group.</summary>
/// <param name="Value">The group's value, say <c>de</c> or <c>10</c>.</param>
/// <param name="Position">The value as a number, where it is one.</param>
/// <param name="BySystem">System name to its estimate over the slice's instances.</param>
public sealed record Slice(string Value, double? Position, IReadOnlyDictionary<string, Estimate> BySystem)
{
    /// <summary>The value for people: numbers carry a real minus sign.</summary>
    public string Label => Position is null ? Visible.Of(Value) : Value.Replace('-', '\u2212');
}
