namespace Audire.Audio.Resampling;

/// <summary>
/// The windowed-sinc low-pass filter between two sample rates, split into one short kernel for each phase of the output against the input.
/// </summary>
/// <remarks>
/// With o : n the rates divided by their greatest common divisor and b = 0.94759 · min(o, n), output sample f·n + p is the sum over k of
/// x[f·o + k] · h(k/o - p/n), where h(t) = (b/o) · sinc(t·b) · I0(β √(1 - (t·b/64)²)) / I0(β) and h = 0 beyond 64 zero crossings (|t·b| ≥ 64).
/// Cut-off, width and β = 14.77 are the "Kaiser best" set of resampy (McFee 2016), as torchaudio computes it: pass band flat to 0.9 of the lower
/// Nyquist frequency (-0.02 dB), stop band below -140 dB. Immutable; safe to share between threads.
/// </remarks>
internal sealed class PolyphaseFilter
{
    private const int ZeroCrossings = 64;
    private const double RollOff = 0.9475937167399596;
    private const double KaiserBeta = 14.769656459379492;

    private static readonly double KaiserPeak = BesselI0(KaiserBeta);

    private readonly double _cutOff; // b: zero crossings of the sinc a reduced input period

    public PolyphaseFilter(int fromRate, int toRate)
    {
        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(fromRate, toRate);
        (Step, Phases) = (fromRate / divisor, toRate / divisor);
        _cutOff = Math.Min(Step, Phases) * RollOff;
    }

    /// <summary>Input samples a full turn of phases moves on: o.</summary>
    public int Step { get; }

    /// <summary>Kernels, one for each output sample of a turn: n.</summary>
    public int Phases { get; }

    /// <summary>Taps of one kernel, give or take one.</summary>
    public int TapsPerPhase => (int)(2 * ZeroCrossings * Step / _cutOff) + 1;

    /// <summary>The kernel of one phase; its tap i belongs to input sample f·o + <see cref="Kernel.Offset"/> + i.</summary>
    public Kernel Phase(int phase)
    {
        // |k/o - p/n| · b < crossings
        double centre = (double)phase * Step / Phases, reach = ZeroCrossings * Step / _cutOff;
        int first = (int)Math.Ceiling(centre - reach), last = (int)Math.Floor(centre + reach);
        var taps = new double[last - first + 1];
        for (var i = 0; i < taps.Length; i++)
            taps[i] = Tap((-(double)phase / Phases + (double)(first + i) / Step) * _cutOff);
        return new(first, taps);
    }

    private double Tap(double crossings)
    {
        var edge = Math.Clamp(crossings / ZeroCrossings, -1, 1);
        var window = BesselI0(KaiserBeta * Math.Sqrt(1 - edge * edge)) / KaiserPeak;
        var angle = crossings * Math.PI;
        return (angle == 0 ? 1 : Math.Sin(angle) / angle) * window * _cutOff / Step;
    }

    // The power series of the modified Bessel function of order 0: all terms positive, so it is exact to the last bits for any argument here.
    private static double BesselI0(double x)
    {
        double sum = 1, term = 1, quarter = x * x / 4;
        for (var k = 1; term > sum * 1e-17; k++) sum += term *= quarter / ((double)k * k);
        return sum;
    }

    /// <summary>The non-zero taps of one phase.</summary>
    internal readonly record struct Kernel(int Offset, double[] Taps);
}
