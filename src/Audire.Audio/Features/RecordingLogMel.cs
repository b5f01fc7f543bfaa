using TorchSharp;
using static TorchSharp.torch;

namespace Audire.Audio.Features;

/// <summary>
/// Whisper's log-mel spectrogram of a whole recording, window by window: the values of <see cref="LogMel.ComputeRecording"/> without its memory.
/// </summary>
/// <remarks>
/// The one maximum that holds for all of the recording is found when the object is made, in a pass that keeps nothing; a window is
/// computed when it is asked for. Immutable; safe to share between threads. It keeps the samples, and no tensor.
/// </remarks>
public sealed class RecordingLogMel
{
    private readonly ReadOnlyMemory<float> _samples;
    private readonly float _gain;
    private readonly double _largest;

    /// <summary>Finds the recording's maximum.</summary>
    /// <param name="samples">Finite samples at 16 kHz, one channel, any length; nobody may change them.</param>
    /// <param name="bins">Mel bins, at least 1.</param>
    /// <param name="cancellationToken">Looked at once every 30 seconds of sound.</param>
    /// <exception cref="ArgumentException">A sample is not finite.</exception>
    public RecordingLogMel(ReadOnlyMemory<float> samples, int bins = 80, CancellationToken cancellationToken = default)
    {
        Signal.CheckFinite(samples.Span);
        (_samples, Bins, _gain, _largest) = (samples, bins, LogMel.GainFor(samples.Span), LogMel.FloorLog);
        var heard = LogMel.FramesTouching(samples.Length);
        for (long first = 0; first < heard; first += LogMel.BlockFrames)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            _largest = Math.Max(_largest, Log(first, (int)Math.Min(LogMel.BlockFrames, heard - first)).max().item<float>());
        }
    }

    /// <summary>Mel bins.</summary>
    public int Bins { get; }

    /// <summary>Whole frames of 10 ms that the recording itself has; 30 seconds of silence follow.</summary>
    public int Frames => _samples.Length / LogMel.Hop;

    /// <summary>Some frames of the recording, or of the silence after it.</summary>
    /// <param name="first">The first, from 0.</param>
    /// <param name="count">How many; what lies more than 30 seconds after the end is silence too.</param>
    /// <returns>Float32, [<see cref="Bins"/>, count], owned by the caller's dispose scope.</returns>
    public Tensor Window(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        using var scope = NewDisposeScope();
        var result = torch.full(Bins, count, LogMel.FloorLog, dtype: float32);             // [M, T]
        var heard = (int)Math.Clamp(LogMel.FramesTouching(_samples.Length) - first, 0, count);
        if (heard > 0) result.narrow(1, 0, heard).copy_(Log(first, heard));
        return LogMel.Normalise(result, _largest).MoveToOuterDisposeScope();
    }

    private Tensor Log(long first, int count) =>
        LogMel.LogBlock(new PaddedSignal(_samples.Span, (long)_samples.Length + LogMel.WindowSamples, _gain), _gain, Bins, first, count);
}
