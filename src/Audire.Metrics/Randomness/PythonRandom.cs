using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Audire.Metrics.Randomness;

/// <summary>Draws as CPython's <c>random.Random</c> does, which the field's scripts use to split and to pick.</summary>
/// <remarks>Bit-exact to CPython 3.11 for what is here. Not safe for concurrent use.</remarks>
public sealed class PythonRandom
{
    private static readonly double NormalConstant = 4 * Math.Exp(-0.5) / Math.Sqrt(2);
    private readonly MersenneTwister _bits;
    private double? _storedNormal;

    /// <param name="seed">Any whole number; its sign does not matter.</param>
    public PythonRandom(BigInteger seed) => _bits = new([.. SeedSequence.Words(BigInteger.Abs(seed))]);

    /// <param name="seed">Text: its UTF-8 bytes followed by their SHA-512.</param>
    public PythonRandom(string seed)
        : this(Encoding.UTF8.GetBytes(seed))
    {
    }

    /// <param name="seed">Bytes, followed by their SHA-512.</param>
    public PythonRandom(byte[] seed)
        : this(new BigInteger([.. seed, .. SHA512.HashData(seed)], isUnsigned: true, isBigEndian: true))
    {
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => _bits.NextDouble();

    /// <summary>A number in [low, high].</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A whole number of so many random bits.</summary>
    /// <param name="count">1 or more.</param>
    public BigInteger NextBits(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        BigInteger value = 0;
        for (int shift = 0; shift < count; shift += 32)
        {
            uint word = _bits.NextUInt32();
            int missing = count - shift;
            if (missing < 32) word >>= 32 - missing;
            value |= (BigInteger)word << shift;
        }
        return value;
    }

    /// <summary>A whole number in [0, <paramref name="bound"/>): <c>randrange</c>.</summary>
    /// <param name="bound">1 or more.</param>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        int length = 32 - BitOperations.LeadingZeroCount((uint)bound);
        uint value;
        do value = _bits.NextUInt32() >> (32 - length);
        while (value >= (uint)bound);
        return (int)value;
    }

    /// <summary>Puts items in random order.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Draws indices without replacement, in the order drawn.</summary>
    public int[] Sample(int population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(population, count);
        double setSize = 21;
        if (count > 5) setSize += Math.Pow(4, Math.Ceiling(Math.Log(count * 3) / Math.Log(4)));
        return population <= setSize ? SampleFromPool(population, count) : SampleWithSet(population, count);
    }

    /// <summary>Draws indices with replacement, each as often as its weight says: <c>choices</c>.</summary>
    public int[] ChoiceWithReplacement(ReadOnlySpan<double> weights, int count)
    {
        if (weights.IsEmpty) throw new ArgumentException("There must be something to choose from.", nameof(weights));
        var sums = new double[weights.Length];
        double sum = 0;
        for (int i = 0; i < sums.Length; i++) sums[i] = sum += weights[i];
        var drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            double value = NextDouble() * sum;
            while (drawn[i] < sums.Length - 1 && value >= sums[drawn[i]]) drawn[i]++;
        }
        return drawn;
    }

    /// <summary>A normal number by Box and Muller's method, every second draw stored: <c>gauss</c>.</summary>
    public double NextGauss(double mean = 0, double deviation = 1)
    {
        double z;
        if (_storedNormal is { } stored)
        {
            _storedNormal = null;
            z = stored;
        }
        else
        {
            double angle = NextDouble() * (2 * Math.PI), radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
            z = Math.Cos(angle) * radius;
            _storedNormal = Math.Sin(angle) * radius;
        }
        return mean + z * deviation;
    }

    /// <summary>A normal number by Kinderman and Monahan's method: <c>normalvariate</c>.</summary>
    public double NextNormal(double mean = 0, double deviation = 1)
    {
        while (true)
        {
            double u = NextDouble(), v = 1 - NextDouble(), z = NormalConstant * (u - 0.5) / v;
            if (z * z / 4 <= -Math.Log(v)) return mean + z * deviation;
        }
    }

    /// <summary>An exponential number of a rate: <c>expovariate</c>.</summary>
    public double NextExponential(double rate) => -Math.Log(1 - NextDouble()) / rate;

    private int[] SampleFromPool(int population, int count)
    {
        int[] pool = [.. Enumerable.Range(0, population)], drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            int j = Next(population - i);
            drawn[i] = pool[j];
            pool[j] = pool[population - i - 1];
        }
        return drawn;
    }

    private int[] SampleWithSet(int population, int count)
    {
        var seen = new HashSet<int>();
        var drawn = new int[count];
        for (int i = 0; i < count; i++)
        {
            do drawn[i] = Next(population);
            while (!seen.Add(drawn[i]));
        }
        return drawn;
    }
}
