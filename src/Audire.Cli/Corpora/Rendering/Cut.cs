using Audire.Audio;

namespace Audire.Cli.Corpora.Rendering;

/// <summary>Which part of a recording is used. Silent ends are cut off first, unless times are given.</summary>
/// <param name="Seconds">Longest part, from 0; 0 for all of it.</param>
/// <param name="At">Where among the parts that are loud enough, 0 to 1; negative for the loudest.</param>
/// <param name="Start">A start in seconds; negative where loudness decides.</param>
internal readonly record struct Cut(double Seconds, double At, double Start)
{
    private const int Frame = AudioClip.SpeechRate / 100;
    private const double QuietEnd = 0.02, QuietWindow = 0.5;
    private const int Margin = 6; // frames left around what is heard

    /// <summary>All of it, without silent ends.</summary>
    public static Cut Whole => new(0, 0, -1);

    /// <summary>The first seconds from where it becomes audible.</summary>
    public static Cut Head(double seconds) => new(seconds, 0, -2);

    /// <summary>A part of at most so many seconds, among those at least half as loud as the loudest.</summary>
    public static Cut Window(double seconds, double at) => new(seconds, at, -1);

    /// <summary>From one time to another.</summary>
    public static Cut Range(double start, double end) => new(end - start, 0, start);

    /// <summary>Cuts.</summary>
    public AudioClip Apply(AudioClip clip)
    {
        var wanted = (int)Math.Round(Seconds * AudioClip.SpeechRate);
        if (Start >= 0) return Slice(clip, (int)Math.Round(Start * AudioClip.SpeechRate), wanted);
        var heard = Trim(clip);
        if (wanted == 0 || heard.Length <= wanted) return heard;
        return Start < -1 ? heard.Slice(0, wanted) : heard.Slice(Place(heard.Channel(0), wanted), wanted);
    }

    private static AudioClip Slice(AudioClip clip, int start, int length)
    {
        var from = Math.Clamp(start, 0, clip.Length);
        return clip.Slice(from, Math.Clamp(length, 0, clip.Length - from));
    }

    private static AudioClip Trim(AudioClip clip)
    {
        var energies = Energies(clip.Channel(0));
        if (energies.Length == 0) return clip;
        var floor = energies.Max() * QuietEnd * QuietEnd;
        int first = Array.FindIndex(energies, energy => energy > floor), last = Array.FindLastIndex(energies, energy => energy > floor);
        if (first < 0) return clip;
        return Slice(clip, (first - Margin) * Frame, (last - Math.Max(first - Margin, 0) + 1 + Margin) * Frame);
    }

    private int Place(ReadOnlySpan<float> samples, int length)
    {
        var energies = Energies(samples);
        int frames = length / Frame, places = energies.Length - frames + 1;
        if (places < 2) return 0;
        var sums = new double[places];
        for (var i = 0; i < frames; i++) sums[0] += energies[i];
        for (var i = 1; i < places; i++) sums[i] = sums[i - 1] + energies[i + frames - 1] - energies[i - 1];
        var loudest = sums.Max();
        if (At < 0) return Array.IndexOf(sums, loudest) * Frame;
        int[] loud = [.. Enumerable.Range(0, places).Where(i => sums[i] >= QuietWindow * QuietWindow * loudest)];
        return loud[Math.Min((int)(At * loud.Length), loud.Length - 1)] * Frame;
    }

    private static double[] Energies(ReadOnlySpan<float> samples)
    {
        var energies = new double[samples.Length / Frame];
        for (var i = 0; i < energies.Length; i++)
            foreach (var x in samples.Slice(i * Frame, Frame)) energies[i] += (double)x * x;
        return energies;
    }
}
