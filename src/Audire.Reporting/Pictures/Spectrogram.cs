namespace Audire.Reporting.Pictures;

/// <summary>A picture of the log-mel features a model was given: time to the right, mel bands upwards.</summary>
internal static class Spectrogram
{
    /// <summary>Widest picture; more frames than these share columns, the loudest wins.</summary>
    public const int MaxColumns = 600;

    // Enough steps to look smooth, few enough that noise compresses.
    private const int Colours = 48;

    // Whisper's features span 8 decades of power below the loudest point; after its scaling by 1/4 that is 2.
    private const float Range = 2;

    /// <summary>Draws features.</summary>
    /// <param name="logMel">Whisper's log-mel features, [band from the lowest, frame].</param>
    /// <param name="frames">Frames to draw: those that lie within the clip, not the padding behind it.</param>
    /// <returns>A PNG; null where there is no frame.</returns>
    public static byte[]? Png(float[,] logMel, int frames)
    {
        var bands = logMel.GetLength(0);
        frames = Math.Min(frames, logMel.GetLength(1));
        if (frames < 1 || bands < 1) return null;

        var columns = Math.Min(frames, MaxColumns);
        var loudest = new float[bands, columns];
        var top = float.NegativeInfinity;
        for (var band = 0; band < bands; band++)
        {
            for (var column = 0; column < columns; column++)
            {
                var value = Loudest(logMel, band, (int)((long)frames * column / columns), (int)((long)frames * (column + 1) / columns));
                loudest[band, column] = value;
                top = Math.Max(top, value);
            }
        }

        var pixels = new byte[bands, columns];
        for (var band = 0; band < bands; band++)
            for (var column = 0; column < columns; column++)
                pixels[bands - 1 - band, column] = (byte)Math.Clamp((1 - (top - loudest[band, column]) / Range) * (Colours - 1) + 0.5f, 0, Colours - 1);
        return IndexedPng.Encode(pixels, Viridis.Palette(Colours));
    }

    private static float Loudest(float[,] logMel, int band, int from, int to)
    {
        var loudest = float.NegativeInfinity;
        for (var frame = from; frame < to; frame++)
            if (logMel[band, frame] > loudest) loudest = logMel[band, frame];
        return float.IsFinite(loudest) ? loudest : float.MinValue;
    }
}
