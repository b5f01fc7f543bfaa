using System.Numerics;
using System.Runtime.InteropServices;
using Audire.Audio.Resampling;

namespace Audire.Audio;

/// <summary>Changes the sample rate with a windowed-sinc filter of constant group delay: phase error zero, between any two whole rates.</summary>
/// <remarks>
/// Gain within 0.05 dB up to 0.9 of the lower Nyquist frequency; aliases and images below -140 dB from 1.025 of it on. Samples before the start and
/// after the end count as zero. Sums run in double. Stateless and safe for concurrent use.
/// </remarks>
public static class Resampler
{
    // A table of kernels beyond this many taps (32 MB) would cost more than it saves: such rates have few turns, so phase goes outermost instead.
    private const long MaxTableTaps = 4L << 20;

    /// <summary>Resamples one channel.</summary>
    /// <param name="samples">Input, any length.</param>
    /// <param name="fromRate">Its rate, 1 to <see cref="AudioClip.MaxSampleRate"/>.</param>
    /// <param name="toRate">The wanted rate, in the same range.</param>
    /// <returns>ceil(length · toRate / fromRate) samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate is out of range, or the result would not fit an array.</exception>
    public static float[] Resample(ReadOnlySpan<float> samples, int fromRate, int toRate)
    {
        CheckRate(fromRate, nameof(fromRate));
        CheckRate(toRate, nameof(toRate));
        if (fromRate == toRate) return samples.ToArray();
        var filter = new PolyphaseFilter(fromRate, toRate);
        var output = new float[OutputLength(samples.Length, filter)];
        if ((long)filter.Phases * filter.TapsPerPhase <= MaxTableTaps) SampleBySample(samples, filter, output);
        else PhaseByPhase(samples, filter, output);
        return output;
    }

    // Walks input and output forwards once: the kernels stay in the cache.
    private static void SampleBySample(ReadOnlySpan<float> samples, PolyphaseFilter filter, float[] output)
    {
        var kernels = new PolyphaseFilter.Kernel[Math.Min(filter.Phases, output.Length)];
        for (var phase = 0; phase < kernels.Length; phase++) kernels[phase] = filter.Phase(phase);
        long origin = 0;
        for (int i = 0, phase = 0; i < output.Length; i++)
        {
            output[i] = Apply(kernels[phase], samples, origin);
            if (++phase == filter.Phases) (phase, origin) = (0, origin + filter.Step);
        }
    }

    // One kernel in memory at a time.
    private static void PhaseByPhase(ReadOnlySpan<float> samples, PolyphaseFilter filter, float[] output)
    {
        for (var phase = 0; phase < Math.Min(filter.Phases, output.Length); phase++)
        {
            var kernel = filter.Phase(phase);
            long origin = 0;
            for (long i = phase; i < output.Length; i += filter.Phases, origin += filter.Step)
                output[i] = Apply(kernel, samples, origin);
        }
    }

    private static float Apply(PolyphaseFilter.Kernel kernel, ReadOnlySpan<float> samples, long origin)
    {
        var start = origin + kernel.Offset;
        var skipped = (int)Math.Clamp(-start, 0, kernel.Taps.Length);
        var count = (int)Math.Clamp(samples.Length - start - skipped, 0, kernel.Taps.Length - skipped);
        if (count == 0) return 0;
        var sum = Dot(samples.Slice((int)(start + skipped), count), kernel.Taps.AsSpan(skipped, count));
        return (float)Math.Clamp(sum, -float.MaxValue, float.MaxValue);
    }

    private static double Dot(ReadOnlySpan<float> x, ReadOnlySpan<double> h)
    {
        var wideX = MemoryMarshal.Cast<float, Vector<float>>(x);
        var wideH = MemoryMarshal.Cast<double, Vector<double>>(h);
        Vector<double> low = default, high = default;
        for (var i = 0; i < wideX.Length; i++)
        {
            Vector.Widen(wideX[i], out var first, out var second);
            low += first * wideH[2 * i];
            high += second * wideH[2 * i + 1];
        }
        var sum = Vector.Sum(low + high);
        for (var i = wideX.Length * Vector<float>.Count; i < x.Length; i++) sum += x[i] * h[i];
        return sum;
    }

    private static int OutputLength(int length, PolyphaseFilter filter)
    {
        var wanted = ((long)length * filter.Phases + filter.Step - 1) / filter.Step;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, Array.MaxLength, nameof(length));
        return (int)wanted;
    }

    private static void CheckRate(int rate, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, AudioClip.MaxSampleRate, name);
    }
}
