namespace Audire.Metrics.Alignment;

/// <summary>Assigns each row its own column at the least total cost.</summary>
/// <remarks>Kuhn 1955 in the shortest augmenting path form with potentials (Jonker and Volgenant 1987), time n³.</remarks>
internal static class AssignmentProblem
{
    /// <summary>Solves a square problem.</summary>
    /// <param name="cost">Cost of giving a row a column, [n, n].</param>
    /// <returns>The column of each row.</returns>
    public static int[] Solve(double[,] cost)
    {
        int n = cost.GetLength(0);
        double[] rowPotential = new double[n + 1], columnPotential = new double[n + 1];
        int[] rowOf = new int[n + 1], previous = new int[n + 1]; // index 0 is a virtual column that starts each search

        for (int row = 1; row <= n; row++)
        {
            rowOf[0] = row;
            int column = 0;
            var slack = new double[n + 1];
            var visited = new bool[n + 1];
            Array.Fill(slack, double.PositiveInfinity);
            do
            {
                visited[column] = true;
                int current = rowOf[column], next = 0;
                double step = double.PositiveInfinity;
                for (int j = 1; j <= n; j++)
                {
                    if (visited[j]) continue;
                    double reduced = cost[current - 1, j - 1] - rowPotential[current] - columnPotential[j];
                    if (reduced < slack[j]) (slack[j], previous[j]) = (reduced, column);
                    if (slack[j] < step) (step, next) = (slack[j], j);
                }
                for (int j = 0; j <= n; j++)
                {
                    if (visited[j])
                    {
                        rowPotential[rowOf[j]] += step;
                        columnPotential[j] -= step;
                    }
                    else slack[j] -= step;
                }
                column = next;
            }
            while (rowOf[column] != 0);

            for (; column != 0; column = previous[column]) rowOf[column] = rowOf[previous[column]];
        }

        var columnOf = new int[n];
        for (int j = 1; j <= n; j++) columnOf[rowOf[j] - 1] = j - 1;
        return columnOf;
    }
}
