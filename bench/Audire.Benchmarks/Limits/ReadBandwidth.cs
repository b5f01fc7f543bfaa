using System.Numerics.Tensors;

namespace Audire.Benchmarks.Limits;

/// <summary>The memory's limit: summing an array far larger than the caches.</summary>
internal static class ReadBandwidth
{
    private static readonly float[] Data = Filled(64 << 20); // 256 MB

    /// <summary>GB/s at a number of threads.</summary>
    public static double Measure(int threads)
    {
        var sums = new float[threads];
        var share = Data.Length / threads;
        var seconds = Pairs.Seconds(() => Team.Run(threads, me => sums[me] = TensorPrimitives.Sum<float>(Data.AsSpan(me * share, share))));
        if (sums.Sum() <= 0) throw new InvalidOperationException("The array was not read.");
        return 4.0 * share * threads / seconds * 1e-9;
    }

    private static float[] Filled(int count)
    {
        var data = new float[count];
        data.AsSpan().Fill(1);
        return data;
    }
}
