namespace Audire.Evaluation.Runs;

/// <summary>A cell of one run beside the same cell of another.</summary>
/// <param name="First">The cell in the first run; null where it has none.</param>
/// <param name="Second">The cell in the second run; null where it has none.</param>
/// <param name="Change">Second minus first; null where either has no value.</param>
/// <param name="Flipped">Instances whose answers differ between the runs.</param>
public sealed record CellChange(Cell? First, Cell? Second, double? Change, int Flipped);

/// <summary>Compares two runs cell by cell (<c>audire runs diff</c>).</summary>
public static class RunDifference
{
    /// <summary>Every cell of either run, in the first run's order, then what the second alone has.</summary>
    public static IReadOnlyList<CellChange> Compare(RunFolder first, RunFolder second)
    {
        var theirs = second.Cells.ToDictionary(Name);
        var answers = second.Items.ToDictionary(item => (item.System, item.Scenario, item.Instance), item => item.Answer);
        var flipped = first.Items.Where(item => answers.TryGetValue((item.System, item.Scenario, item.Instance), out var other) && other != item.Answer)
            .GroupBy(item => (item.System, item.Scenario)).ToDictionary(group => group.Key, group => group.Count());
        CellChange Change(Cell? ours, Cell? other) => new(ours, other, other?.Value - ours?.Value, flipped.GetValueOrDefault(((ours ?? other)!.System, (ours ?? other)!.Scenario)));
        var known = first.Cells.Select(Name).ToHashSet();
        return [.. first.Cells.Select(cell => Change(cell, theirs.GetValueOrDefault(Name(cell)))),
            .. second.Cells.Where(cell => !known.Contains(Name(cell))).Select(cell => Change(null, cell))];
    }

    private static (string System, string Scenario, string Metric) Name(Cell cell) => (cell.System, cell.Scenario, cell.Metric);
}
