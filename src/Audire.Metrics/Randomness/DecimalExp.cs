namespace Audire.Metrics.Randomness;

/// <summary>The exponential function in decimal arithmetic, to about 25 places.</summary>
internal static class DecimalExp
{
    private const int Halvings = 6;

    /// <summary>exp(−x).</summary>
    /// <param name="x">0 to 20.</param>
    public static decimal OfNegative(decimal x)
    {
        decimal small = -x / (1 << Halvings), term = 1, sum = 1;
        for (int n = 1; n < 25; n++)
        {
            term *= small / n;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++) sum *= sum;
        return sum;
    }
}
