using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Audire.Benchmarks.Limits;

/// <summary>The processor's limit in float32 multiply-adds: twelve independent chains that never leave the registers.</summary>
internal static class ComputePeak
{
    private const int Turns = 20_000_000;
    private const int Chains = 12;

    /// <summary>GFLOP/s at a number of threads; a multiply-add counts as two.</summary>
    public static double Measure(int threads)
    {
        var lanes = Vector512.IsHardwareAccelerated ? 16 : 8;
        var seconds = Pairs.Seconds(() => Team.Run(threads, _ => Consume(lanes == 16 ? Wide() : Narrow())));
        return 2.0 * Chains * lanes * Turns * threads / seconds * 1e-9;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Consume(float value)
    {
        if (float.IsNaN(value)) throw new InvalidOperationException("The peak's chains diverged.");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Wide()
    {
        Vector512<float> c = Vector512.Create(0.999f), d = Vector512.Create(1e-3f);
        Vector512<float> a0 = d, a1 = d, a2 = d, a3 = d, a4 = d, a5 = d, a6 = d, a7 = d, a8 = d, a9 = d, a10 = d, a11 = d;
        for (var turn = 0; turn < Turns; turn++)
        {
            a0 = Vector512.FusedMultiplyAdd(a0, c, d);
            a1 = Vector512.FusedMultiplyAdd(a1, c, d);
            a2 = Vector512.FusedMultiplyAdd(a2, c, d);
            a3 = Vector512.FusedMultiplyAdd(a3, c, d);
            a4 = Vector512.FusedMultiplyAdd(a4, c, d);
            a5 = Vector512.FusedMultiplyAdd(a5, c, d);
            a6 = Vector512.FusedMultiplyAdd(a6, c, d);
            a7 = Vector512.FusedMultiplyAdd(a7, c, d);
            a8 = Vector512.FusedMultiplyAdd(a8, c, d);
            a9 = Vector512.FusedMultiplyAdd(a9, c, d);
            a10 = Vector512.FusedMultiplyAdd(a10, c, d);
            a11 = Vector512.FusedMultiplyAdd(a11, c, d);
        }

        return Vector512.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Narrow()
    {
        Vector256<float> c = Vector256.Create(0.999f), d = Vector256.Create(1e-3f);
        Vector256<float> a0 = d, a1 = d, a2 = d, a3 = d, a4 = d, a5 = d, a6 = d, a7 = d, a8 = d, a9 = d, a10 = d, a11 = d;
        for (var turn = 0; turn < Turns; turn++)
        {
            a0 = Vector256.FusedMultiplyAdd(a0, c, d);
            a1 = Vector256.FusedMultiplyAdd(a1, c, d);
            a2 = Vector256.FusedMultiplyAdd(a2, c, d);
            a3 = Vector256.FusedMultiplyAdd(a3, c, d);
            a4 = Vector256.FusedMultiplyAdd(a4, c, d);
            a5 = Vector256.FusedMultiplyAdd(a5, c, d);
            a6 = Vector256.FusedMultiplyAdd(a6, c, d);
            a7 = Vector256.FusedMultiplyAdd(a7, c, d);
            a8 = Vector256.FusedMultiplyAdd(a8, c, d);
            a9 = Vector256.FusedMultiplyAdd(a9, c, d);
            a10 = Vector256.FusedMultiplyAdd(a10, c, d);
            a11 = Vector256.FusedMultiplyAdd(a11, c, d);
        }

        return Vector256.Sum(a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7 + a8 + a9 + a10 + a11);
    }
}
