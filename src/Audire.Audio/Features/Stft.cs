using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Audire.Audio.Features;

/// <summary>
/// The short-time Fourier transform of Whisper's front end and of spectrograms: periodic Hann window, frames centred on multiples of the hop,
/// the signal mirrored at both ends (the edge sample not repeated), no scaling, kernel exp(-2πi·k·n/N).
/// </summary>
/// <remarks>Immutable; safe to share between threads. Work goes block by block, so memory does not grow with the length of the signal.</remarks>
public sealed class Stft
{
    private readonly Tensor _window; // [N]

    /// <param name="size">Samples in a frame and points of the transform, N: even, at least 2.</param>
    /// <param name="hop">Samples from one frame to the next, at least 1.</param>
    public Stft(int size, int hop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(size % 2, 0, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(hop, 1);
        (Size, Hop) = (size, hop);
        _window = torch.hann_window(size, periodic: true, dtype: float64).to(float32).DetachFromDisposeScope();
    }

    /// <summary>The transform of Whisper: 25 ms frames every 10 ms at 16 kHz.</summary>
    internal static Stft Speech { get; } = new(400, 160);

    /// <summary>Samples in a frame.</summary>
    public int Size { get; }

    /// <summary>Samples from one frame to the next.</summary>
    public int Hop { get; }

    /// <summary>Frequencies from 0 to the Nyquist frequency, both included.</summary>
    public int Bins => Size / 2 + 1;

    /// <summary>The complex spectrum of a whole signal.</summary>
    /// <param name="samples">Finite samples, more than half a frame of them.</param>
    /// <returns>Complex64, [<see cref="Bins"/>, 1 + length / <see cref="Hop"/>], owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">The signal is too short to be mirrored, or not finite.</exception>
    public Tensor Compute(ReadOnlySpan<float> samples)
    {
        Signal.CheckFinite(samples);
        CheckLength(samples.Length);
        using var scope = NewDisposeScope();
        var frames = Spectrum(new(samples, samples.Length), 0, 1 + samples.Length / Hop); // [T, F]
        return frames.transpose(0, 1).contiguous().MoveToOuterDisposeScope();              // [F, T]
    }

    /// <summary>Refuses what cannot be mirrored.</summary>
    internal void CheckLength(long length)
    {
        if (length <= Size / 2)
            throw new ArgumentException($"{length} samples are too few to mirror {Size / 2} at each end; pad the signal to {Size / 2 + 1} samples or more.", nameof(length));
    }

    /// <summary>|X|² of some frames, [count, <see cref="Bins"/>].</summary>
    internal Tensor Power(PaddedSignal signal, long first, int count)
    {
        var spectrum = Spectrum(signal, first, count);                      // [T, F] complex
        return spectrum.real.square() + spectrum.imag.square();             // [T, F]
    }

    private Tensor Spectrum(PaddedSignal signal, long first, int count)
    {
        // Native memory, not an array: blocks are megabytes, and the garbage collector would let hundreds of them pile up.
        var stretch = torch.empty((count - 1) * Hop + Size, dtype: float32);
        signal.CopyMirrored(first * Hop - Size / 2, MemoryMarshal.Cast<byte, float>(stretch.bytes));
        var frames = stretch.unfold(0, Size, Hop);                          // [T, N]
        return torch.fft.rfft(frames * _window);                            // [T, F] complex
    }
}
