using Audire.Audio.Features;

namespace Audire.Reporting.Pictures;

/// <summary>Colours a spectrogram.</summary>
internal static class SpectrogramPng
{
    /// <summary>Widest picture; more frames than these share columns, the loudest wins.</summary>
    public const int MaxColumns = 600;

    // Enough steps to look smooth, few enough that noise compresses.
    private const int Colours = 48;

    /// <summary>A picture with time to the right and frequency upwards, from dark for the faintest to bright for the loudest point.</summary>
    /// <returns>A PNG; null where there is no frame.</returns>
    public static byte[]? Encode(Spectrogram spectrogram)
    {
        if (spectrogram.Frames == 0 || spectrogram.Bins == 0) return null;
        var levels = spectrogram.ToLevels(MaxColumns);
        var pixels = Array.ConvertAll(levels.Levels, level => (byte)((level * (Colours - 1) + 127) / 255));
        return IndexedPng.Encode(pixels, levels.Width, Viridis.Palette(Colours));
    }
}
