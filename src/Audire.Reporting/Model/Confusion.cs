namespace Audire.Reporting.Model;

/// <summary>What one system answered for what was right, in a scenario whose answers form a closed set.</summary>
/// <param name="System">The system.</param>
/// <param name="Labels">The answers there are; rows, and all columns but the last.</param>
/// <param name="Counts">Counts, [label that was right, label that was answered]; the last column counts every other text.</param>
public sealed record Confusion(SystemModel System, IReadOnlyList<string> Labels, int[,] Counts)
{
    /// <summary>Instances whose right answer was this label.</summary>
    public int Total(int row)
    {
        var total = 0;
        for (var column = 0; column < Counts.GetLength(1); column++) total += Counts[row, column];
        return total;
    }
}
