using System.Globalization;
using Audire.Evaluation.Runs;

namespace Audire.Reporting.Model;

/// <summary>Sorts a scenario's cells over slices into groups, and the differences between two slices apart from them.</summary>
internal static class SliceReader
{
    public static (SliceGroup[] Slices, GroupDifference[] Differences) Read(Cell[] cells, string metric, SystemModel[] systems)
    {
        var named = cells.Select(cell => (Name: SliceName.Parse(cell.Metric), Cell: cell))
            .Where(pair => pair.Name?.Metric == metric).Select(pair => (Name: pair.Name!.Value, pair.Cell)).ToArray();
        var values = named.Select(pair => (pair.Name.Group, pair.Name.Value)).ToHashSet();

        var slices = new List<SliceGroup>();
        var differences = new List<GroupDifference>();
        foreach (var group in named.GroupBy(pair => pair.Name.Group, StringComparer.Ordinal))
        {
            var byValue = new Dictionary<string, Dictionary<string, Estimate>>(StringComparer.Ordinal);
            foreach (var (name, cell) in group)
            {
                if (Split(name, values) is var (first, second))
                {
                    if (systems.FirstOrDefault(system => system.Name == cell.System) is { } system)
                        differences.Add(new(system, name.Group, first, second, cell.Interval, Of(cell)));
                    continue;
                }

                if (!byValue.TryGetValue(name.Value, out var bySystem)) byValue[name.Value] = bySystem = new(StringComparer.Ordinal);
                bySystem[cell.System] = Of(cell);
            }

            var ordered = byValue.Select(pair => new Slice(pair.Key, Position(pair.Key), pair.Value))
                .OrderBy(slice => slice.Position ?? double.PositiveInfinity).ThenBy(slice => slice.Value, StringComparer.Ordinal);
            if (byValue.Count > 0) slices.Add(new(group.Key, [.. ordered]));
        }

        var place = systems.Select((system, i) => (system.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i, StringComparer.Ordinal);
        return ([.. slices], [.. differences.OrderBy(difference => difference.Group, StringComparer.Ordinal).ThenBy(difference => place[difference.System.Name])]);
    }

    private static Estimate Of(Cell cell) => new(cell.Value, cell.Low, cell.High, cell.N);

    // "female-male" is a difference where both "female" and "male" are slices of the group; "rain-drop" alone is a value.
    private static (string First, string Second)? Split(SliceName name, HashSet<(string Group, string Value)> values)
    {
        for (var i = name.Value.IndexOf('-', 1 <= name.Value.Length ? 1 : 0); i > 0; i = name.Value.IndexOf('-', i + 1))
        {
            var (first, second) = (name.Value[..i], name.Value[(i + 1)..]);
            if (values.Contains((name.Group, first)) && values.Contains((name.Group, second))) return (first, second);
        }

        return null;
    }

    private static double? Position(string value) =>
        double.TryParse(value.Replace("dB", "", StringComparison.OrdinalIgnoreCase).Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : null;
}
