using System.Globalization;
using System.Text;
using Audire.Audio;

namespace Audire.Reporting.Pictures;

/// <summary>Writes a clip's outline, as text for the page and as a picture.</summary>
internal static class Waveform
{
    /// <summary>Columns of an outline.</summary>
    public const int Columns = 300;

    /// <summary>The outline as text for the page: the highest samples in hundredths of full scale, a semicolon, the lowest.</summary>
    public static string Attribute(WaveformPeaks peaks) => $"{Hundredths(peaks.Highest)};{Hundredths(peaks.Lowest)}";

    /// <summary>The outline as a picture of its own, for readers without JavaScript and for paper; it follows the colour scheme.</summary>
    public static string Svg(WaveformPeaks peaks)
    {
        var columns = peaks.Highest.Length;
        var path = new StringBuilder("M0,0");
        for (var c = 0; c < columns; c++) path.Append(CultureInfo.InvariantCulture, $"L{c},{-Hundredth(peaks.Highest[c])}");
        for (var c = columns - 1; c >= 0; c--) path.Append(CultureInfo.InvariantCulture, $"L{c},{Math.Max(1, -Hundredth(peaks.Lowest[c]))}"); // silence is a thin line
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 -100 {Math.Max(1, columns - 1)} 200\" preserveAspectRatio=\"none\">"
            + $"<style>path{{fill:#5b6b7d}}@media(prefers-color-scheme:dark){{path{{fill:#9fb0c3}}}}</style><path d=\"{path}z\"/></svg>\n");
    }

    private static string Hundredths(float[] samples) => string.Join(',', samples.Select(Hundredth));

    private static int Hundredth(float sample) => (int)MathF.Round(Math.Clamp(sample, -1, 1) * 100);
}
