using System.Globalization;

namespace Audire.Metrics.Randomness;

/// <summary>
/// The layers of a ziggurat (Marsaglia and Tsang 2000): 256 strips of one area under a falling density, widest last, computed in decimal arithmetic and then rounded,
/// so that no error runs from layer to layer.
/// </summary>
internal sealed class ZigguratTable
{
    private const int Layers = 256;

    private ZigguratTable(decimal tail, decimal area, int bits, Func<decimal, decimal> density, Func<double, double> inverse, Func<decimal, decimal> slope)
    {
        Tail = Rounded(tail);
        decimal steps = 1UL << bits;
        decimal bottom = area / density(tail);
        Set(0, bottom, 1, tail / bottom * steps);
        Set(Layers - 1, tail, density(tail), 0);
        decimal width = tail;
        for (int i = Layers - 2; i > 0; i--)
        {
            decimal height = area / width + density(width);
            // The double is right to 16 digits, and one of Newton's steps doubles them.
            decimal narrower = (decimal)inverse((double)height);
            narrower += (density(narrower) - height) / slope(narrower);
            Inside[i + 1] = (ulong)(narrower / width * steps);
            width = narrower;
            Set(i, width, density(width), 0);
        }

        void Set(int layer, decimal x, decimal y, decimal inside)
        {
            Width[layer] = Rounded(x) / (double)steps;
            Height[layer] = Rounded(y);
            if (inside > 0) Inside[layer] = (ulong)inside;
        }
    }

    /// <summary>Of the normal density, from draws of 52 bits.</summary>
    public static ZigguratTable Normal { get; } = Of(3.6541528853610087716454297204m, 52,
        x => DecimalExp.OfNegative(x * x / 2), y => Math.Sqrt(-2 * Math.Log(y)), x => x * DecimalExp.OfNegative(x * x / 2),
        tail => (tail * DecimalExp.OfNegative(tail * tail / 2)) + NormalTail(tail));

    /// <summary>Of the exponential density, from draws of 53 bits.</summary>
    public static ZigguratTable Exponential { get; } = Of(7.6971174701310497140446280481m, 53,
        DecimalExp.OfNegative, y => -Math.Log(y), DecimalExp.OfNegative, tail => (tail + 1) * DecimalExp.OfNegative(tail));

    /// <summary>Where the tail begins.</summary>
    public double Tail { get; }

    /// <summary>For each layer the draws below which a point lies under the layer above, and so under the curve.</summary>
    public ulong[] Inside { get; } = new ulong[Layers];

    /// <summary>For each layer its width over the number of draws.</summary>
    public double[] Width { get; } = new double[Layers];

    /// <summary>For each layer the density at its edge.</summary>
    public double[] Height { get; } = new double[Layers];

    private static ZigguratTable Of(
        decimal tail, int bits, Func<decimal, decimal> density, Func<double, double> inverse, Func<decimal, decimal> slope, Func<decimal, decimal> area) =>
        new(tail, area(tail), bits, density, inverse, slope);

    // The integral from x on: that of the whole half, less the series of the part before x.
    private static decimal NormalTail(decimal x)
    {
        const decimal Half = 1.2533141373155002512078826424m; // sqrt(pi / 2)
        decimal power = x, sum = x;
        for (int k = 1; k < 100; k++)
        {
            power *= -x * x / (2 * k);
            sum += power / ((2 * k) + 1);
        }

        return Half - sum;
    }

    // A conversion would divide two rounded numbers; reading the digits rounds once.
    private static double Rounded(decimal value) => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
