namespace Audire.Evaluation.Boards;

/// <summary>A share of successes with Wilson's 95 % interval (Wilson 1927).</summary>
internal static class Proportion
{
    private const double Z = 1.959963984540054;

    public static (double Value, double Low, double High, string Method) Of(int successes, int count)
    {
        double p = (double)successes / count, scale = 1 + (Z * Z / count), centre = (p + (Z * Z / (2 * count))) / scale;
        double half = Z * Math.Sqrt((p * (1 - p) / count) + (Z * Z / (4.0 * count * count))) / scale;
        return (p, Math.Max(0, centre - half), Math.Min(1, centre + half), "wilson");
    }
}
