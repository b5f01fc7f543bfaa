using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Audire.Audio.Features;

/// <summary>Kaldi's log filter-bank energies with the settings of BEATs: 25 ms frames every 10 ms, 512-point power spectrum, 20 Hz to 8 kHz.</summary>
/// <remarks>
/// Each frame lies wholly inside the signal; its mean is removed, then x[i] - 0.97 · x[i-1] (the first sample loses 0.97 of itself), then the Povey
/// window: a symmetric Hann window to the power 0.85. Samples are scaled by 32,768, as Kaldi expects 16-bit numbers. Double throughout, rounded to float32
/// at the end; safe for concurrent use.
/// </remarks>
public static class KaldiFbank
{
    /// <summary>Samples in a frame: 25 ms.</summary>
    public const int FrameSamples = 400;

    /// <summary>Samples from one frame to the next: 10 ms.</summary>
    public const int Hop = 160;

    // The statistics of BEATs' training data (Chen et al. 2022, in the published code).
    private const double BeatsMean = 15.41663, BeatsTwoDeviations = 2 * 6.55582;

    private const int FftSize = 512, BlockFrames = 2000;
    private const double PreEmphasis = 0.97, FullScale = 32768, EnergyFloor = 1.1920928955078125e-07;

    private static readonly ConcurrentDictionary<int, Tensor> Banks = new();
    private static readonly Lazy<Tensor> Window = new(() =>
        torch.hann_window(FrameSamples, periodic: false, dtype: float64).pow(0.85).DetachFromDisposeScope());

    /// <summary>Frames of a signal: 0 where it is shorter than one.</summary>
    /// <param name="sampleCount">Samples of the signal.</param>
    public static int FrameCount(int sampleCount) => sampleCount < FrameSamples ? 0 : 1 + (sampleCount - FrameSamples) / Hop;

    /// <summary>Log energies as Kaldi gives them.</summary>
    /// <param name="samples">Finite samples at 16 kHz, one channel, full scale ±1.</param>
    /// <param name="bins">Mel bins, at least 1.</param>
    /// <returns>Float32, [<see cref="FrameCount"/>, bins], owned by the caller's dispose scope; silence is ln(1.19e-7) everywhere.</returns>
    /// <exception cref="ArgumentException">A sample is not finite.</exception>
    public static Tensor Compute(ReadOnlySpan<float> samples, int bins = 128) => Compute(samples, bins, 0, 1);

    /// <summary>Log energies normalised as BEATs was trained: (x - 15.41663) / (2 · 6.55582).</summary>
    /// <inheritdoc cref="Compute(ReadOnlySpan{float}, int)"/>
    public static Tensor ComputeForBeats(ReadOnlySpan<float> samples, int bins = 128) => Compute(samples, bins, BeatsMean, BeatsTwoDeviations);

    private static Tensor Compute(ReadOnlySpan<float> samples, int bins, double mean, double scale)
    {
        Signal.CheckFinite(samples);
        using var scope = NewDisposeScope();
        var bank = Banks.GetOrAdd(bins, MakeBank);                                  // [F, M]
        var frames = FrameCount(samples.Length);
        var result = torch.empty(frames, bins, dtype: float32);                     // [T, M]
        for (var first = 0; first < frames; first += BlockFrames)
        {
            using var block = NewDisposeScope();
            var count = Math.Min(BlockFrames, frames - first);
            var power = Power(samples.Slice(first * Hop, (count - 1) * Hop + FrameSamples)); // [t, F]
            var energies = torch.matmul(power, bank).clamp_(EnergyFloor).log_();    // [t, M]
            result.narrow(0, first, count).copy_(energies.sub_(mean).div_(scale));
        }
        return result.MoveToOuterDisposeScope();
    }

    private static Tensor Power(ReadOnlySpan<float> samples)
    {
        var stretch = new double[samples.Length];
        for (var i = 0; i < stretch.Length; i++) stretch[i] = samples[i] * FullScale;
        var frames = torch.from_array(stretch).unfold(0, FrameSamples, Hop);        // [t, N]
        frames = frames - frames.mean([1], keepdim: true);                          // [t, N]
        var before = torch.cat([frames.narrow(1, 0, 1), frames.narrow(1, 0, FrameSamples - 1)], 1); // [t, N]
        var spectrum = torch.fft.rfft((frames - PreEmphasis * before) * Window.Value, FftSize);      // [t, F] complex
        return spectrum.real.square() + spectrum.imag.square();                     // [t, F]
    }

    private static Tensor MakeBank(int bins) =>
        torch.tensor(MelBank.Kaldi(bins, FftSize), dtype: float64).transpose(0, 1).contiguous().DetachFromDisposeScope();
}
