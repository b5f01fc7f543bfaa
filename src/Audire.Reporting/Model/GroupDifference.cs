namespace Audire.Reporting.Model;

/// <summary>A scenario's main metric compared between two groups of instances under one system: the fairness question.</summary>
/// <param name="System">The system.</param>
/// <param name="Group">What the groups are of, say <c>gender</c>.</param>
/// <param name="First">The group that is subtracted from, say <c>female</c>.</param>
/// <param name="Second">The group that is subtracted, say <c>male</c>.</param>
/// <param name="Interval">The interval's method.</param>
/// <param name="Value">First minus second with its interval.</param>
public sealed record GroupDifference(SystemModel System, string Group, string First, string Second, string Interval, Estimate Value)
{
    /// <summary>Differences of one group from one other as slices, so that they can stand in one table.</summary>
    public static SliceGroup AsSlices(string group, IEnumerable<GroupDifference> differences) =>
        SliceGroup.Ordered(group, differences.Select(difference => (difference.First, difference.System.Name, difference.Value)));
}
