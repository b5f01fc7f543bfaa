using static TorchSharp.torch;

namespace Audire.Models.Beats;

/// <summary>The bias that attention adds by the distance between two tokens: a table of buckets, shared by all layers.</summary>
/// <remarks>
/// Raffel et al. 2020, "T5", bidirectional: half of the buckets for keys after the query; in each half, distances below a quarter of all buckets
/// have one each and farther ones share by logarithm, up to the largest distance. Pure functions.
/// </remarks>
public static class RelativePositions
{
    /// <summary>The bucket of one distance.</summary>
    /// <param name="distance">Index of the key minus index of the query.</param>
    /// <param name="buckets">Rows of the table, a multiple of 4.</param>
    /// <param name="maxDistance">The distance from which all share the last bucket of their side.</param>
    public static int Bucket(int distance, int buckets, int maxDistance)
    {
        var side = buckets / 2;
        var exact = side / 2;
        var first = distance > 0 ? side : 0;
        var length = Math.Abs(distance);
        if (length < exact) return first + length;
        // In float32, as the published table was computed; truncated towards zero.
        var logarithm = MathF.Log((float)length / exact) / MathF.Log((float)maxDistance / exact) * (side - exact);
        return first + Math.Min(side - 1, exact + (int)logarithm);
    }

    /// <summary>The buckets of every distance between tokens of a sequence, from -(tokens - 1) to tokens - 1.</summary>
    /// <returns>[2 · tokens - 1], int64, on the CPU, owned by the caller's dispose scope.</returns>
    public static Tensor Buckets(int tokens, int buckets, int maxDistance)
    {
        var table = new long[2 * tokens - 1];
        for (var i = 0; i < table.Length; i++) table[i] = Bucket(i - (tokens - 1), buckets, maxDistance);
        return tensor(table, ScalarType.Int64); // [2N - 1]
    }

    /// <summary>Spreads a value a distance into one a pair: result[h, i, j] = values[h, (j - i) + N - 1].</summary>
    /// <param name="values">[H, 2N - 1].</param>
    /// <returns>[H, N, N], owned by the caller's dispose scope.</returns>
    public static Tensor Spread(Tensor values)
    {
        var tokens = (values.shape[1] + 1) / 2;
        return values.unfold(1, tokens, 1).flip(1); // [H, N, N]: the row of query N - 1 begins at distance -(N - 1)
    }
}
