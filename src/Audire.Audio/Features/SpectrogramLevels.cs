namespace Audire.Audio.Features;

/// <summary>A picture of one byte a pixel, to be coloured.</summary>
/// <param name="Width">Pixels in a row: time.</param>
/// <param name="Height">Rows: frequency, the highest first.</param>
/// <param name="Levels">Row by row, 0 to 255.</param>
public sealed record SpectrogramLevels(int Width, int Height, byte[] Levels);
