using System.Globalization;
using System.Text;

namespace Audire.Reporting.Pictures;

/// <summary>A clip's outline: the lowest and the highest sample of each column.</summary>
internal static class Waveform
{
    /// <summary>Columns of an outline; clips with fewer samples have one a sample.</summary>
    public const int Columns = 300;

    /// <summary>The outline of a clip.</summary>
    /// <param name="samples">Samples, -1 to 1; what is not finite counts as silence.</param>
    /// <returns>Lowest and highest sample of each column, alternating.</returns>
    public static float[] Peaks(ReadOnlySpan<float> samples)
    {
        var columns = Math.Min(Columns, samples.Length);
        var peaks = new float[2 * columns];
        for (var c = 0; c < columns; c++)
        {
            var from = (int)((long)samples.Length * c / columns);
            var to = (int)((long)samples.Length * (c + 1) / columns);
            float low = 0, high = 0;
            foreach (var sample in samples[from..to])
            {
                if (sample < low) low = sample;
                if (sample > high) high = sample;
            }

            peaks[2 * c] = Math.Max(low, -1);
            peaks[2 * c + 1] = Math.Min(high, 1);
        }

        return peaks;
    }

    /// <summary>The outline as text for the page: the highs in hundredths, a semicolon, the lows.</summary>
    public static string Attribute(IReadOnlyList<float> peaks)
    {
        var text = new StringBuilder(peaks.Count * 3);
        for (var i = 1; i < peaks.Count; i += 2) text.Append(i == 1 ? "" : ",").Append(Hundredths(peaks[i]));
        text.Append(';');
        for (var i = 0; i < peaks.Count; i += 2) text.Append(i == 0 ? "" : ",").Append(Hundredths(peaks[i]));
        return text.ToString();
    }

    /// <summary>The outline as a picture of its own, for readers without JavaScript and for paper; it follows the colour scheme.</summary>
    public static string Svg(IReadOnlyList<float> peaks)
    {
        var columns = peaks.Count / 2;
        var path = new StringBuilder("M0,0");
        for (var c = 0; c < columns; c++) path.Append(CultureInfo.InvariantCulture, $"L{c},{-Hundredths(peaks[2 * c + 1])}");
        for (var c = columns - 1; c >= 0; c--) path.Append(CultureInfo.InvariantCulture, $"L{c},{Math.Max(1, -Hundredths(peaks[2 * c]))}");
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 -100 {Math.Max(1, columns - 1)} 200\" preserveAspectRatio=\"none\">"
            + $"<style>path{{fill:#5b6b7d}}@media(prefers-color-scheme:dark){{path{{fill:#9fb0c3}}}}</style><path d=\"{path}z\"/></svg>\n");
    }

    private static int Hundredths(float sample) => (int)MathF.Round(sample * 100);
}
