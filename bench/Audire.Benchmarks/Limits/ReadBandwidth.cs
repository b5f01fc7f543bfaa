using System.Numerics;
using System.Runtime.InteropServices;

namespace Audire.Benchmarks.Limits;

/// <summary>The memory's limit: summing an array far larger than the caches.</summary>
internal static class ReadBandwidth
{
    private static readonly float[] Data = Filled(64 << 20); // 256 MB

    /// <summary>Memory that measuring holds on to.</summary>
    public static double Gigabytes => Data.Length * sizeof(float) * 1e-9;

    /// <summary>GB/s at a number of threads.</summary>
    public static double Measure(int threads)
    {
        var sums = new float[threads];
        var share = Data.Length / threads;
        var seconds = Pairs.Seconds(() => Team.Run(threads, me => sums[me] = Sum(Data.AsSpan(me * share, share))));
        if (sums.Sum() <= 0) throw new InvalidOperationException("The array was not read.");
        return 4.0 * share * threads / seconds * 1e-9;
    }

    // Eight sums at once, so that additions never wait for one another.
    private static float Sum(ReadOnlySpan<float> data)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(data);
        Vector<float> a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var i = 0; i + 8 <= vectors.Length; i += 8)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
            e += vectors[i + 4];
            f += vectors[i + 5];
            g += vectors[i + 6];
            h += vectors[i + 7];
        }

        return Vector.Sum(a + b + c + d + e + f + g + h);
    }

    private static float[] Filled(int count)
    {
        var data = new float[count];
        data.AsSpan().Fill(1);
        return data;
    }
}
