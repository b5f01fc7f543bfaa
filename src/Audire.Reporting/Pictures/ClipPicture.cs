namespace Audire.Reporting.Pictures;

/// <summary>What the pages need to know of a clip in order to draw it.</summary>
/// <param name="Seconds">Length of the sound as heard.</param>
/// <param name="Peaks">Lowest and highest sample of each column of the waveform, alternating, -1 to 1.</param>
/// <param name="HasSpectrogram">False where the clip is too short for one frame.</param>
public sealed record ClipPicture(double Seconds, IReadOnlyList<float> Peaks, bool HasSpectrogram);
