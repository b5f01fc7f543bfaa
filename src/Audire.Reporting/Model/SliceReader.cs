using Audire.Evaluation.Runs;

namespace Audire.Reporting.Model;

/// <summary>Sorts a scenario's cells over slices into groups, and the differences between two slices apart from them.</summary>
internal static class SliceReader
{
    /// <param name="cells">Cells whose metric names a slice.</param>
    /// <param name="metric">The metric to read, without a slice.</param>
    /// <param name="systems">The systems, in order.</param>
    public static (SliceGroup[] Slices, GroupDifference[] Differences) Read(IEnumerable<Cell> cells, string metric, SystemModel[] systems)
    {
        var named = cells.Select(cell => (Name: SliceName.Parse(cell.Metric), Cell: cell))
            .Where(pair => pair.Name?.Metric == metric).Select(pair => (Name: pair.Name!.Value, pair.Cell)).ToArray();
        var values = named.Select(pair => (pair.Name.Group, pair.Name.Value)).ToHashSet();
        var slices = named.Where(pair => Split(pair.Name, values) is null).GroupBy(pair => pair.Name.Group, StringComparer.Ordinal)
            .Select(group => SliceGroup.Ordered(group.Key, group.Select(pair => (pair.Name.Value, pair.Cell.System, Of(pair.Cell)))));
        var differences =
            from system in systems
            from pair in named
            where pair.Cell.System == system.Name
            let between = Split(pair.Name, values)
            where between is not null
            select new GroupDifference(system, pair.Name.Group, between.Value.First, between.Value.Second, pair.Cell.Interval, Of(pair.Cell));
        return ([.. slices], [.. differences]);
    }

    private static Estimate Of(Cell cell) => new(cell.Value, cell.Low, cell.High, cell.N);

    // "female-male" is a difference where both "female" and "male" are slices of the group; "rain-drop" alone is a value.
    private static (string First, string Second)? Split(SliceName name, HashSet<(string Group, string Value)> values)
    {
        for (var i = 1; i < name.Value.Length - 1; i++)
        {
            if (name.Value[i] != '-') continue;
            var (first, second) = (name.Value[..i], name.Value[(i + 1)..]);
            if (values.Contains((name.Group, first)) && values.Contains((name.Group, second))) return (first, second);
        }

        return null;
    }
}
