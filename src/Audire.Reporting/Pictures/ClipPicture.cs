using Audire.Audio;

namespace Audire.Reporting.Pictures;

/// <summary>What the pages need to know of a clip in order to draw it.</summary>
/// <param name="Seconds">Length of the sound as heard.</param>
/// <param name="Peaks">The outline of its waveform.</param>
/// <param name="HasSpectrogram">False where the clip is empty.</param>
public sealed record ClipPicture(double Seconds, WaveformPeaks Peaks, bool HasSpectrogram);
