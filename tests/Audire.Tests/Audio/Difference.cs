namespace Audire.Tests.Audio;

internal static class Difference
{
    /// <summary>The largest absolute difference; infinite where lengths differ or a value is not a number.</summary>
    public static double Max(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length) return double.PositiveInfinity;
        var max = 0.0;
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Math.Abs((double)actual[i] - expected[i]);
            if (double.IsNaN(difference)) return double.PositiveInfinity;
            max = Math.Max(max, difference);
        }
        return max;
    }
}
