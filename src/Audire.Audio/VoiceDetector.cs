using Audire.Audio.Features;
using static TorchSharp.torch;

namespace Audire.Audio;

/// <summary>Finds speech by level and spectral shape: a gate in front of a recogniser, which would invent words for silence and noise.</summary>
/// <remarks>
/// <para>Each 10 ms frame (25 ms, Hann window) has a level and a spectral flatness (geometric by arithmetic mean of the power spectrum), both from 200 Hz to
/// 4 kHz. The noise floor at a frame is the tenth percentile of the levels within 15 seconds around it. A frame is active where it lies above the floor by
/// <see cref="VoiceThresholds.AboveFloorDb"/> and above <see cref="VoiceThresholds.SilenceDb"/>; short pauses are bridged; a stretch is speech where
/// enough of its active frames are voiced; what is left is widened by the hangover.</para>
/// <para>It tells sound that changes as speech does from silence and steady noise, not speech from music or animals. Stateless and safe for concurrent use.</para>
/// </remarks>
public static class VoiceDetector
{
    private const int Hop = LogMel.Hop, BlockFrames = 3000;
    private const int FirstBin = 5, LastBin = 100; // 200 Hz and 4 kHz, 40 Hz a bin
    private const double PowerToMeanSquare = 2.0 / (400 * 150); // 150: sum of the squared Hann window
    private const double Tiny = 1e-12;

    /// <summary>Finds the stretches of speech, in order and apart from each other.</summary>
    /// <param name="samples">Finite samples at 16 kHz, one channel, any length.</param>
    /// <param name="thresholds">Thresholds; null for <see cref="VoiceThresholds.Default"/>.</param>
    /// <returns>Empty for silence, steady noise and anything shorter than a frame of 25 ms.</returns>
    /// <exception cref="ArgumentException">A sample is not finite.</exception>
    public static IReadOnlyList<SpeechSegment> Detect(ReadOnlySpan<float> samples, VoiceThresholds? thresholds = null)
    {
        thresholds ??= VoiceThresholds.Default;
        Signal.CheckFinite(samples);
        if (samples.Length < Stft.Speech.Size) return [];
        var frames = Measure(samples);
        var floor = NoiseFloor.Track(frames.Levels);
        var active = new bool[floor.Length];
        for (var i = 0; i < active.Length; i++) active[i] = frames.Levels[i] >= Math.Max(floor[i] + thresholds.AboveFloorDb, thresholds.SilenceDb);
        var stretches = Stretches(active, Frames(thresholds.Bridge)).Where(stretch => IsVoiced(stretch, active, frames.Flatness, thresholds));
        return Widen(stretches, Frames(thresholds.Hangover), samples.Length);
    }

    private static (float[] Levels, float[] Flatness) Measure(ReadOnlySpan<float> samples)
    {
        var count = samples.Length / Hop;
        float[] levels = new float[count], flatness = new float[count];
        var peak = Signal.Peak(samples);
        var gain = peak > 1 ? 1 / peak : 1; // beyond full scale only the shape matters; nothing may overflow
        for (var first = 0; first < count; first += BlockFrames)
        {
            using var scope = NewDisposeScope();
            var frames = Math.Min(BlockFrames, count - first);
            var power = Stft.Speech.Power(new(samples, samples.Length, gain), first, frames).narrow(1, FirstBin, LastBin - FirstBin + 1) + Tiny; // [t, F]
            var mean = power.mean([1]);                                                               // [t]
            var level = 10 * (mean * ((LastBin - FirstBin + 1) * PowerToMeanSquare)).log10();         // [t]
            level.data<float>().ToArray().CopyTo(levels, first);
            (power.log().mean([1]).exp() / mean).data<float>().ToArray().CopyTo(flatness, first);
        }
        return (levels, flatness);
    }

    private static IEnumerable<(int Start, int End)> Stretches(bool[] active, int bridge)
    {
        int start = -1, end = -1;
        for (var i = 0; i < active.Length; i++)
        {
            if (!active[i]) continue;
            if (start >= 0 && i - end > bridge)
            {
                yield return (start, end);
                start = -1;
            }
            if (start < 0) start = i;
            end = i + 1;
        }
        if (start >= 0) yield return (start, end);
    }

    private static bool IsVoiced((int Start, int End) stretch, bool[] active, float[] flatness, VoiceThresholds thresholds)
    {
        int voiced = 0, all = 0;
        for (var i = stretch.Start; i < stretch.End; i++)
        {
            if (!active[i]) continue;
            all++;
            if (flatness[i] < thresholds.VoicedFlatness) voiced++;
        }
        return voiced >= Math.Max(Frames(thresholds.LeastVoiced), thresholds.LeastVoicedShare * all);
    }

    private static List<SpeechSegment> Widen(IEnumerable<(int Start, int End)> stretches, int hangover, int length)
    {
        var segments = new List<SpeechSegment>();
        foreach (var (start, end) in stretches)
        {
            int from = Math.Max(0, (start - hangover) * Hop), to = Math.Min(length, (end + hangover) * Hop);
            if (segments.Count > 0 && from <= segments[^1].End) segments[^1] = segments[^1] with { End = to };
            else segments.Add(new(from, to));
        }
        return segments;
    }

    private static int Frames(TimeSpan time) => (int)Math.Round(time.TotalSeconds * AudioClip.SpeechRate / Hop);
}
