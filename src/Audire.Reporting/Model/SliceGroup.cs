using Audire.Reporting.Text;

namespace Audire.Reporting.Model;

/// <summary>A scenario's main metric within each value of one group, say within each language.</summary>
/// <param name="Group">What is sliced by: <c>gender</c>, <c>language</c>, <c>snr</c>…</param>
/// <param name="Slices">One a value of the group; numeric groups ascend, with <c>clean</c> last.</param>
public sealed record SliceGroup(string Group, IReadOnlyList<Slice> Slices)
{
    /// <summary>True where the values are ordered numbers (decibels, say), so that a curve says more than a list.</summary>
    public bool IsOrdered => Slices.Count(slice => slice.Position is not null) >= 2;
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
