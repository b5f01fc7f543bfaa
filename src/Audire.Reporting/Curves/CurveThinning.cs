namespace Audire.Reporting.Curves;

/// <summary>Fewer points for the eye: means over stretches, so that a noisy curve of thousands of steps is a line of hundreds.</summary>
public static class CurveThinning
{
    /// <summary>At most so many points; short lines stay as they are.</summary>
    public static IReadOnlyList<CurvePoint> Thin(IReadOnlyList<CurvePoint> points, int most = 400)
    {
        if (points.Count <= most) return points;
        var size = (points.Count + most - 1) / most;
        return [.. points.Chunk(size).Select(part => new CurvePoint(part.Average(point => point.X), part.Average(point => point.Y)))];
    }
}
