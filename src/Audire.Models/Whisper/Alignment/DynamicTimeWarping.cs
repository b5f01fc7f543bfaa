namespace Audire.Models.Whisper.Alignment;

/// <summary>The cheapest way through a matrix of token-to-frame costs that never goes back on either axis.</summary>
/// <remarks>Giorgino 2009, "Computing and visualizing dynamic time warping alignments", with unit steps; ties go to the column axis.</remarks>
internal static class DynamicTimeWarping
{
    private enum Step : byte
    {
        Both,
        Row,
        Column,
    }

    /// <summary>The first column each row is aligned to.</summary>
    /// <param name="cost">Costs, row by row: rows × columns values.</param>
    /// <param name="rows">Number of rows (tokens), at least 1.</param>
    /// <param name="columns">Number of columns (frames), at least 1.</param>
    /// <returns>One column index a row, never decreasing.</returns>
    public static int[] FirstColumns(ReadOnlySpan<float> cost, int rows, int columns)
    {
        if (rows < 1 || columns < 1 || cost.Length != (long)rows * columns)
            throw new ArgumentException($"{cost.Length} costs are not {rows} rows of {columns}.", nameof(cost));
        return Backtrace(Steps(cost, rows, columns), rows, columns);
    }

    // Fills the table of cheapest path costs by rows, keeping two of them; remembers by which step each cell was reached.
    private static Step[] Steps(ReadOnlySpan<float> cost, int rows, int columns)
    {
        var steps = new Step[rows * columns];
        var above = new float[columns + 1];
        var current = new float[columns + 1];
        Array.Fill(above, float.PositiveInfinity);
        above[0] = 0;
        for (var i = 0; i < rows; i++)
        {
            current[0] = float.PositiveInfinity;
            for (var j = 0; j < columns; j++)
            {
                var (both, row, column) = (above[j], above[j + 1], current[j]);
                var step = column <= both && column <= row ? Step.Column : row < both ? Step.Row : Step.Both;
                var best = step switch { Step.Both => both, Step.Row => row, _ => column };
                current[j + 1] = cost[i * columns + j] + best;
                steps[i * columns + j] = step;
            }
            (above, current) = (current, above);
        }
        return steps;
    }

    private static int[] Backtrace(Step[] steps, int rows, int columns)
    {
        var first = new int[rows];
        var (i, j) = (rows - 1, columns - 1);
        while (i >= 0 && j >= 0)
        {
            first[i] = j;

            // At the edges there is one way left, whatever was stored there.
            var step = i == 0 ? Step.Column : j == 0 ? Step.Row : steps[i * columns + j];
            if (step != Step.Column) i--;
            if (step != Step.Row) j--;
        }
        return first;
    }
}
