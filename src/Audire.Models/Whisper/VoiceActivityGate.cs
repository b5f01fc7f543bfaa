namespace Audire.Models.Whisper;

/// <summary>Finds the stretches of a recording that hold sound worth decoding, by level alone.</summary>
/// <remarks>
/// Levels of 20 ms frames are compared with the recording's own quietest tenth: what stands above it by the margin, and above an absolute
/// floor, is active. A recording whose level hardly moves is decoded as a whole if it is loud enough, since steady sound may be anything;
/// silence opens nothing. Pure; thread-safe.
/// </remarks>
public static class VoiceActivityGate
{
    private const int FramesASecond = 50;
    private const double SmallestPower = 1e-12;

    /// <summary>The active stretches, in order, without overlap.</summary>
    /// <param name="samples">One channel of finite samples.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="options">Thresholds; null for the defaults.</param>
    public static IReadOnlyList<ActiveSpan> Find(ReadOnlySpan<float> samples, int sampleRate, VoiceActivityOptions? options = null)
    {
        options ??= new VoiceActivityOptions();
        var levels = Levels(samples, Math.Max(1, sampleRate / FramesASecond));
        var threshold = Threshold(levels, options);
        List<ActiveSpan> spans = [];
        foreach (var (from, to) in Runs(levels, threshold, Frames(options.LongestPause)))
        {
            if (to - from < Frames(options.ShortestSound)) continue;
            var start = Math.Max(0, Seconds(from) - options.Padding.TotalSeconds);
            var end = Math.Min(samples.Length / (double)sampleRate, Seconds(to) + options.Padding.TotalSeconds);
            if (spans.Count > 0 && start <= spans[^1].End) spans[^1] = spans[^1] with { End = end };
            else spans.Add(new ActiveSpan(start, end));
        }
        return spans;
    }

    // Mean power of each frame in dB, its mean taken out first: an offset is no sound.
    private static double[] Levels(ReadOnlySpan<float> samples, int frame)
    {
        var levels = new double[(samples.Length + frame - 1) / frame];
        for (var i = 0; i < levels.Length; i++)
        {
            var part = samples.Slice(i * frame, Math.Min(frame, samples.Length - i * frame));
            var (sum, squares) = (0.0, 0.0);
            foreach (var sample in part)
            {
                sum += sample;
                squares += (double)sample * sample;
            }
            var mean = sum / part.Length;
            levels[i] = 10 * Math.Log10(Math.Max(squares / part.Length - mean * mean, SmallestPower));
        }
        return levels;
    }

    private static double Threshold(double[] levels, VoiceActivityOptions options)
    {
        if (levels.Length == 0) return options.FloorDecibels;
        var sorted = levels.Order().ToArray();
        var (quiet, loud) = (sorted[sorted.Length / 10], sorted[^(sorted.Length / 20 + 1)]);
        return loud - quiet < options.MarginDecibels ? options.FloorDecibels : Math.Max(options.FloorDecibels, quiet + options.MarginDecibels);
    }

    // Stretches of active frames; inactive frames up to the longest pause do not end one.
    private static IEnumerable<(int From, int To)> Runs(double[] levels, double threshold, int longestPause)
    {
        var (from, last) = (-1, -1);
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] < threshold) continue;
            if (from >= 0 && i - last - 1 > longestPause)
            {
                yield return (from, last + 1);
                from = -1;
            }
            if (from < 0) from = i;
            last = i;
        }
        if (from >= 0) yield return (from, last + 1);
    }

    private static int Frames(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds * FramesASecond);

    private static double Seconds(int frame) => frame / (double)FramesASecond;
}
