using System.Globalization;

namespace Audire.Reporting.Charts;

/// <summary>A linear axis. Positions are percentages of the drawing's width (or height), so that plots stretch while text does not.</summary>
/// <param name="Low">The value at 0 %.</param>
/// <param name="High">The value at 100 %.</param>
/// <param name="Ticks">Values that carry a grid line and a label.</param>
public sealed record Scale(double Low, double High, IReadOnlyList<double> Ticks)
{
    /// <summary>An axis from zero (or the lowest value below it) to a round value above the highest; rates always show 0 to 1.</summary>
    /// <param name="values">Values and ends of intervals; undefined ones are left out.</param>
    public static Scale Of(IEnumerable<double?> values)
    {
        var known = values.Where(v => v is { } x && double.IsFinite(x)).Select(v => v!.Value).DefaultIfEmpty(0).ToArray();
        var low = Math.Min(0, known.Min());
        var high = known.Max();
        if (low == 0 && high is > 0.3 and <= 1) high = 1;
        return Round(low, high);
    }

    /// <summary>An axis around zero, equally long on both sides, for differences.</summary>
    public static Scale Around(IEnumerable<double?> values)
    {
        var reach = values.Where(v => v is { } x && double.IsFinite(x)).Select(v => Math.Abs(v!.Value)).DefaultIfEmpty(0).Max();
        return Round(-reach, reach);
    }

    /// <summary>A value's place.</summary>
    public string At(double value) => Percent(Math.Clamp((value - Low) / (High - Low), 0, 1));

    /// <summary>A value's place on an axis that grows upwards.</summary>
    public string FromTop(double value) => Percent(1 - Math.Clamp((value - Low) / (High - Low), 0, 1));

    /// <summary>A tick's label: as many decimals as the step needs.</summary>
    public string Label(double tick)
    {
        var step = Ticks.Count > 1 ? Ticks[1] - Ticks[0] : 1;
        var decimals = 0;
        while (decimals < 6 && Math.Abs(step * Math.Pow(10, decimals) - Math.Round(step * Math.Pow(10, decimals))) > 1e-6) decimals++;
        return (Math.Abs(tick) < step * 1e-6 ? 0 : tick).ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '\u2212');
    }

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    private static Scale Round(double low, double high)
    {
        if (high - low < 1e-9) high = low + 1;
        var step = Step((high - low) / 4);
        low = Math.Floor(low / step + 1e-9) * step;
        high = Math.Ceiling(high / step - 1e-9) * step;
        var count = (int)Math.Round((high - low) / step);
        return new(low, high, [.. Enumerable.Range(0, count + 1).Select(i => low + i * step)]);
    }

    // The next of 1, 2, 2.5, 5 times a power of ten.
    private static double Step(double atLeast)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(atLeast)));
        foreach (var factor in (ReadOnlySpan<double>)[1, 2, 2.5, 5])
            if (factor * power >= atLeast - power * 1e-9) return factor * power;
        return 10 * power;
    }
}
