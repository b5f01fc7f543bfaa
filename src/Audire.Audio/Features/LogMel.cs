using System.Collections.Concurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace Audire.Audio.Features;

/// <summary>Whisper's log-mel spectrogram: 80 bins, or 128 for Whisper large-v3 and Qwen2-Audio.</summary>
/// <remarks>
/// |STFT|² of 25 ms frames every 10 ms (<see cref="Stft"/>; the last frame is dropped), Slaney mel bank, log10 of at least 1e-10, nothing lower than
/// 8 below the largest value of the whole matrix, then (x + 4) / 4 (Radford et al. 2022, section 2.2). Silence is -1.5 everywhere.
/// Float32; safe for concurrent use. Frames in the padding are known without being computed.
/// </remarks>
public static class LogMel
{
    /// <summary>Samples in the 30 seconds that Whisper sees at once.</summary>
    public const int WindowSamples = 30 * AudioClip.SpeechRate;

    /// <summary>Samples from one frame to the next: 10 ms.</summary>
    public const int Hop = 160;

    internal const int BlockFrames = 3000;
    internal const double FloorLog = -10;
    private const double PowerFloor = 1e-10, DynamicRange = 8, SmallestNormal = 1.18e-38;
    private const float LoudestUnscaled = 1e12f; // beyond it a power spectrum may overflow float32

    private static readonly ConcurrentDictionary<int, Tensor> Banks = new();

    /// <summary>The log-mel spectrogram of a clip, by default of the 30 seconds that a Whisper encoder takes.</summary>
    /// <param name="samples">Finite samples at 16 kHz, one channel.</param>
    /// <param name="bins">Mel bins, at least 1.</param>
    /// <param name="padTo">Samples to pad with zeros or cut to; null for the length as it is, which must then exceed 200.</param>
    /// <returns>Float32, [bins, padTo / 160], owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">A sample is not finite, or the unpadded signal is too short to be mirrored.</exception>
    public static Tensor Compute(ReadOnlySpan<float> samples, int bins = 80, int? padTo = WindowSamples) =>
        ComputePadded(samples, padTo ?? samples.Length, bins);

    /// <summary>
    /// The log-mel spectrogram of a whole recording with 30 seconds of zeros appended, to be cut at any seek point: one maximum holds for all of it.
    /// </summary>
    /// <param name="samples">Finite samples at 16 kHz, one channel, any length.</param>
    /// <param name="bins">Mel bins, at least 1.</param>
    /// <returns>Float32, [bins, (length + 480,000) / 160], owned by the caller's dispose scope: 115 MB an hour of sound with 80 bins.</returns>
    /// <exception cref="ArgumentException">A sample is not finite.</exception>
    public static Tensor ComputeRecording(ReadOnlySpan<float> samples, int bins = 80) =>
        ComputePadded(samples, (long)samples.Length + WindowSamples, bins);

    /// <summary>Frames of a clip that hold sound rather than padding, as Qwen2-Audio's attention mask counts them: ceil(length / 160).</summary>
    /// <param name="sampleCount">Samples of the clip before padding.</param>
    public static int HeardFrames(int sampleCount) => (int)(((long)sampleCount + Hop - 1) / Hop);

    private static Tensor ComputePadded(ReadOnlySpan<float> samples, long length, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Signal.CheckFinite(samples);
        Stft.Speech.CheckLength(length);
        using var scope = NewDisposeScope();
        var gain = GainFor(samples);
        var signal = new PaddedSignal(samples, length, gain);
        var frames = length / Hop;
        var result = torch.full(bins, frames, FloorLog, dtype: float32);               // [M, T]
        var heard = Math.Min(frames, FramesTouching(Math.Min(samples.Length, length)));
        for (long first = 0; first < heard; first += BlockFrames)
        {
            using var block = NewDisposeScope();
            var count = (int)Math.Min(BlockFrames, heard - first);
            result.narrow(1, first, count).copy_(LogBlock(signal, gain, bins, first, count));
        }
        return (result.numel() == 0 ? result : Normalise(result, result.max().item<float>())).MoveToOuterDisposeScope();
    }

    /// <summary>Frames that reach into the first <paramref name="samples"/> samples; the logarithm of every later one is the floor.</summary>
    internal static long FramesTouching(long samples) => (samples + Stft.Speech.Size / 2 + Hop - 1) / Hop;

    /// <summary>log10 of the mel powers of some frames, before a maximum is known: [bins, count].</summary>
    internal static Tensor LogBlock(PaddedSignal signal, float gain, int bins, long first, int count)
    {
        using var scope = NewDisposeScope();
        var bank = Banks.GetOrAdd(bins, MakeBank);                                              // [M, F]
        var mel = torch.matmul(bank, Stft.Speech.Power(signal, first, count).transpose(0, 1));  // [M, t]
        return Log(mel, gain).MoveToOuterDisposeScope();
    }

    /// <summary>The last step, in place, given the largest logarithm of the whole recording.</summary>
    internal static Tensor Normalise(Tensor log, double largest) => log.clamp_(largest - DynamicRange).add_(4).div_(4);

    private static Tensor Log(Tensor mel, float gain) => gain == 1
        ? mel.clamp_(PowerFloor).log10_()
        : mel.clamp_(SmallestNormal).log10_().add_(-2 * Math.Log10(gain));

    internal static float GainFor(ReadOnlySpan<float> samples) => Signal.Peak(samples) is var peak and > LoudestUnscaled ? 1 / peak : 1;

    private static Tensor MakeBank(int bins) => torch.tensor(MelBank.Slaney(bins), dtype: float32).DetachFromDisposeScope();
}
