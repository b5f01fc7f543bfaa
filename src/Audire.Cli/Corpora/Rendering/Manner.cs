namespace Audire.Cli.Corpora.Rendering;

/// <summary>How a synthesiser speaks: numbers of espeak-ng; flite takes pitch and pace as ratios to these neutral ones.</summary>
/// <param name="Pace">Words a minute.</param>
/// <param name="Pitch">0 to 99.</param>
/// <param name="Loudness">0 to 200.</param>
internal sealed record Manner(int Pace, int Pitch, int Loudness)
{
    /// <summary>Neither fast nor slow, neither high nor low.</summary>
    public static Manner Neutral { get; } = new(165, 50, 100);

    /// <summary>The emotions that are acted by rule.</summary>
    public static IReadOnlyDictionary<string, Manner> Emotions { get; } = new Dictionary<string, Manner>(StringComparer.Ordinal)
    {
        ["neutral"] = Neutral,
        ["happy"] = new(190, 78, 130),
        ["sad"] = new(115, 25, 55),
        ["angry"] = new(205, 38, 190),
        ["surprised"] = new(180, 95, 150),
    };

    /// <summary>The same with small differences, as no two people act alike.</summary>
    public Manner Varied(Metrics.Randomness.PythonRandom random, int by) =>
        new(Pace + random.Next(2 * by + 1) - by, Math.Clamp(Pitch + random.Next(by + 1) - by / 2, 0, 99), Math.Clamp(Loudness + random.Next(2 * by + 1) - by, 20, 200));

    /// <summary>Pitch as a ratio to neutral: 30 steps of espeak-ng are about a third.</summary>
    public double PitchRatio => Math.Pow(2, (Pitch - Neutral.Pitch) / 72.0);

    /// <summary>Length as a ratio to neutral.</summary>
    public double Stretch => (double)Neutral.Pace / Pace;
}
