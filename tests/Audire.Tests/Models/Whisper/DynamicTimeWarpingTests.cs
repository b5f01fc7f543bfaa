using Audire.Models.Whisper.Alignment;
using CsCheck;
using Xunit;

namespace Audire.Tests.Models.Whisper;

/// <summary>The cheapest way through a matrix, against every way there is.</summary>
public sealed class DynamicTimeWarpingTests
{
    [Fact]
    public void A_diagonal_is_followed()
    {
        var cost = new float[4 * 12];
        Array.Fill(cost, 1f);
        for (var j = 0; j < 12; j++) cost[j / 3 * 12 + j] = 0;
        Assert.Equal([0, 3, 6, 9], DynamicTimeWarping.FirstColumns(cost, 4, 12));
    }

    [Fact]
    public void No_path_is_cheaper()
    {
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 5]).SelectMany((rows, columns) =>
            Gen.Float[0, 1].Array[rows * columns].Select(cost => (rows, columns, cost))).Sample(example =>
        {
            var (rows, columns, cost) = example;
            var first = DynamicTimeWarping.FirstColumns(cost, rows, columns);
            Assert.Equal(0, first[0]);
            Assert.True(first.SequenceEqual(first.Order()));
            Assert.Equal(Cheapest(cost, columns, rows - 1, columns - 1, []), CostOf(first, cost, columns), 1e-4);
        });
    }

    [Fact]
    public void A_matrix_that_is_none_is_refused() => Assert.Throws<ArgumentException>(() => DynamicTimeWarping.FirstColumns(new float[5], 2, 3));

    // A row holds its columns up to the next row's first, at least one: costs are not negative, so a diagonal step is the cheapest way down.
    private static double CostOf(int[] first, float[] cost, int columns)
    {
        var total = 0.0;
        for (var i = 0; i < first.Length; i++)
        {
            var next = i + 1 < first.Length ? first[i + 1] : columns;
            for (var j = first[i]; j < Math.Max(next, first[i] + 1); j++) total += cost[i * columns + j];
        }
        return total;
    }

    private static double Cheapest(float[] cost, int columns, int i, int j, Dictionary<(int, int), double> known)
    {
        if (i < 0 || j < 0) return double.PositiveInfinity;
        if (known.TryGetValue((i, j), out var value)) return value;
        var before = i == 0 && j == 0 ? 0 : Math.Min(Cheapest(cost, columns, i - 1, j - 1, known), Math.Min(Cheapest(cost, columns, i - 1, j, known), Cheapest(cost, columns, i, j - 1, known)));
        return known[(i, j)] = before + cost[i * columns + j];
    }
}
