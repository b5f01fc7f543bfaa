namespace Audire.Reporting.Pictures;

/// <summary>Where a frequency lies in a picture of Whisper's log-mel features.</summary>
/// <remarks>Slaney's mel scale: linear below 1 kHz (200/3 Hz a mel), logarithmic above (27 mel for each factor 6.4).</remarks>
internal static class MelAxis
{
    private const double Top = 8000;

    /// <summary>Frequencies that carry a label, in hertz, with it.</summary>
    public static IReadOnlyList<(double Hertz, string Label)> Ticks { get; } = [(500, "0.5"), (1000, "1"), (2000, "2"), (4000, "4"), (8000, "8 kHz")];

    /// <summary>The share of the picture's height, from the bottom, at which a frequency lies.</summary>
    /// <param name="hertz">The frequency, 0 to 8000.</param>
    /// <param name="bands">Mel bands in the picture. Band i is centred at (i + 1) / (bands + 1) of the scale.</param>
    public static double Height(double hertz, int bands = 80)
    {
        var band = (bands + 1) * Mel(hertz) / Mel(Top) - 1;
        return Math.Clamp((band + 0.5) / bands, 0, 1);
    }

    private static double Mel(double hertz) => hertz < 1000
        ? hertz * 3 / 200
        : 15 + Math.Log(hertz / 1000) * 27 / Math.Log(6.4);
}
