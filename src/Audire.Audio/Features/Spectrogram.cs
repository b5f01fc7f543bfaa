using static TorchSharp.torch;

namespace Audire.Audio.Features;

/// <summary>A picture of sound over time and frequency, as numbers ready for a colour map.</summary>
/// <remarks>Immutable and safe to share. Row 0 is the lowest frequency; a picture is drawn with <see cref="ToLevels"/>, whose first row is the highest.</remarks>
public sealed class Spectrogram
{
    private const double DefaultRangeDb = 80, PowerFloor = 1e-12;

    private readonly float[] _values; // [bins, frames]

    private Spectrogram(float[] values, int bins, int frames, TimeSpan frameStep)
    {
        _values = values;
        (Bins, Frames, FrameStep) = (bins, frames, frameStep);
        (Minimum, Maximum) = values.Length == 0 ? (0, 0) : (values.Min(), values.Max());
    }

    /// <summary>Frequencies: equally spaced up to the Nyquist frequency, or mel bins.</summary>
    public int Bins { get; }

    /// <summary>Moments in time.</summary>
    public int Frames { get; }

    /// <summary>Time from one frame to the next.</summary>
    public TimeSpan FrameStep { get; }

    /// <summary>The smallest value.</summary>
    public float Minimum { get; }

    /// <summary>The largest value.</summary>
    public float Maximum { get; }

    /// <summary>The value at a frequency and a moment: dB, or what a log-mel spectrogram holds.</summary>
    /// <param name="bin">0 for the lowest frequency.</param>
    /// <param name="frame">0 for the start.</param>
    public float this[int bin, int frame] => _values[bin * Frames + frame];

    /// <summary>The spectrogram of a clip, mixed to one channel: 25 ms frames every 10 ms, in dB, cut off below the loudest point.</summary>
    /// <param name="clip">A clip of any rate; where it is shorter than a frame it is followed by silence.</param>
    /// <param name="rangeDb">How far below the loudest point values reach, above 0.</param>
    public static Spectrogram Compute(AudioClip clip, double rangeDb = DefaultRangeDb)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rangeDb);
        int hop = Math.Max(1, clip.SampleRate / 100), size = Math.Max(2, clip.SampleRate / 80 * 2);
        var samples = clip.ToMono().Channel(0);
        var stft = new Stft(size, hop);
        var frames = Math.Max(1, samples.Length / hop);
        var peak = Signal.Peak(samples);
        var signal = new PaddedSignal(samples, Math.Max(samples.Length, size), peak > 1 ? 1 / peak : 1);
        var values = new float[stft.Bins * frames];
        const int Block = 1000;
        for (var first = 0; first < frames; first += Block)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(Block, frames - first);
            var decibels = 10 * stft.Power(signal, first, count).clamp(PowerFloor).log10().transpose(0, 1).contiguous(); // [F, t]
            var part = decibels.data<float>().ToArray();
            for (var bin = 0; bin < stft.Bins; bin++) part.AsSpan(bin * count, count).CopyTo(values.AsSpan(bin * frames + first));
        }
        var floor = (float)(values.Max() - rangeDb);
        foreach (ref var value in values.AsSpan()) value = Math.Max(value, floor);
        return new(values, stft.Bins, frames, TimeSpan.FromSeconds((double)hop / clip.SampleRate));
    }

    /// <summary>The picture of what a model saw.</summary>
    /// <param name="logMel">Float32, [bins, frames], as <see cref="LogMel"/> gives it.</param>
    /// <param name="frames">How many frames to show; null for all. <see cref="LogMel.HeardFrames"/> leaves the padding out.</param>
    public static Spectrogram FromLogMel(Tensor logMel, int? frames = null)
    {
        using var scope = NewDisposeScope();
        var shown = (int)Math.Min(frames ?? logMel.shape[1], logMel.shape[1]);
        var values = shown == 0 ? [] : logMel.narrow(1, 0, shown).contiguous().cpu().data<float>().ToArray();
        return new(values, (int)logMel.shape[0], shown, TimeSpan.FromSeconds((double)LogMel.Hop / AudioClip.SpeechRate));
    }

    /// <summary>One byte a pixel, row by row from the top (the highest frequency): 0 for <see cref="Minimum"/>, 255 for <see cref="Maximum"/>.</summary>
    /// <param name="maxColumns">Where there are more frames than this, each column shows the largest value of the frames it covers.</param>
    public SpectrogramLevels ToLevels(int maxColumns = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxColumns, 1);
        var columns = Math.Min(maxColumns, Frames);
        var levels = new byte[Bins * columns];
        var scale = Maximum > Minimum ? 255 / (Maximum - Minimum) : 0;
        for (var row = 0; row < Bins; row++)
            for (var column = 0; column < columns; column++)
            {
                int from = (int)((long)column * Frames / columns), to = (int)((long)(column + 1) * Frames / columns), bin = Bins - 1 - row;
                var largest = this[bin, from];
                for (var frame = from + 1; frame < to; frame++) largest = Math.Max(largest, this[bin, frame]);
                levels[row * columns + column] = (byte)Math.Round((largest - Minimum) * scale);
            }
        return new(columns, Bins, levels);
    }
}
