using System.Numerics;

namespace Audire.Metrics.Randomness;

/// <summary>Draws as numpy's <c>Generator</c> (<c>default_rng</c>) does: the stream this library's own sampling uses.</summary>
/// <remarks>Bit-exact to numpy 2 but for normal and exponential numbers, which agree to fourteen digits, since numpy's tables for them were rounded in a way not known. Not safe for concurrent use.</remarks>
public sealed class NumpyGenerator(BitSource bits)
{
    // numpy's own tuning of when a partial shuffle beats a set of drawn values.
    private const int TailShufflePopulation = 10_000;

    /// <summary>PCG64 with a seed, as <c>default_rng(seed)</c>.</summary>
    /// <param name="seed">0 or more, of any size.</param>
    public NumpyGenerator(BigInteger seed)
        : this(new Pcg64(seed))
    {
    }

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => bits.NextDouble();

    /// <summary>A number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (bits.NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A number from the standard normal distribution.</summary>
    /// <remarks>Ziggurat: Marsaglia and Tsang 2000.</remarks>
    public double NextNormal()
    {
        var table = ZigguratTable.Normal;
        while (true)
        {
            ulong word = bits.NextUInt64();
            int layer = (int)(word & 0xFF);
            bool negative = (word >> 8 & 1) == 1;
            ulong draw = word >> 9 & ((1UL << 52) - 1);
            double x = draw * table.Width[layer];
            if (negative) x = -x;
            if (draw < table.Inside[layer]) return x;
            if (layer == 0) return NormalTail(table.Tail, negative: (draw >> 8 & 1) == 1);
            if ((table.Height[layer - 1] - table.Height[layer]) * NextDouble() + table.Height[layer] < Math.Exp(-0.5 * x * x)) return x;
        }
    }

    /// <summary>A number from the exponential distribution of mean 1.</summary>
    /// <remarks>Ziggurat: Marsaglia and Tsang 2000.</remarks>
    public double NextExponential()
    {
        var table = ZigguratTable.Exponential;
        while (true)
        {
            ulong word = bits.NextUInt64() >> 3;
            int layer = (int)(word & 0xFF);
            ulong draw = word >> 8;
            double x = draw * table.Width[layer];
            if (draw < table.Inside[layer]) return x;
            // 1 − u is exact, so nothing is lost before the logarithm.
            if (layer == 0) return table.Tail - Math.Log(1 - NextDouble());
            if ((table.Height[layer - 1] - table.Height[layer]) * NextDouble() + table.Height[layer] < Math.Exp(-x)) return x;
        }
    }

    /// <summary>A whole number in [0, <paramref name="bound"/>).</summary>
    /// <param name="bound">1 or more.</param>
    /// <remarks>Lemire 2019.</remarks>
    public long Next(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong range = (ulong)bound - 1;
        if (range == 0) return 0;
        if (range == uint.MaxValue) return bits.NextUInt32();
        return range < uint.MaxValue ? Next32((uint)bound) : (long)Next64((ulong)bound);
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        Shuffle<int>(items);
        return items;
    }

    /// <summary>Puts items in random order.</summary>
    /// <remarks>numpy draws here by rejection of masked words, unlike everywhere else in this generator.</remarks>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = (int)MaskedWords.Next(bits, (uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Draws indices with replacement.</summary>
    /// <param name="population">1 or more.</param>
    /// <param name="count">How many to draw.</param>
    public int[] ChoiceWithReplacement(int population, int count)
    {
        var drawn = new int[count];
        for (int i = 0; i < count; i++) drawn[i] = (int)Next(population);
        return drawn;
    }

    /// <summary>Draws indices with replacement, each as often as its weight says.</summary>
    public int[] ChoiceWithReplacement(ReadOnlySpan<double> weights, int count) => Weighted.Choose(weights, count, NextDouble);

    /// <summary>Draws indices without replacement.</summary>
    /// <param name="population">At least <paramref name="count"/>.</param>
    /// <param name="count">How many to draw.</param>
    /// <param name="shuffle">Whether the order is random too; else only the set is. Default true.</param>
    public int[] Choice(int population, int count, bool shuffle = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(population, count);
        if (population > TailShufflePopulation && count > population / (shuffle ? 50 : 20))
        {
            int[] items = [.. Enumerable.Range(0, population)];
            ShuffleFrom<int>(items, Math.Max(population - count, 1));
            return items[(population - count)..];
        }

        // Floyd's algorithm (Bentley and Floyd 1987): as many draws as values, none twice.
        var seen = new HashSet<int>(count);
        var drawn = new int[count];
        for (int j = population - count; j < population; j++)
        {
            int value = (int)Next(j + 1L);
            if (!seen.Add(value)) seen.Add(value = j);
            drawn[j - population + count] = value;
        }
        if (shuffle) ShuffleFrom<int>(drawn, 1);
        return drawn;
    }

    // Fisher and Yates from the end, down to a first index that is left alone.
    private void ShuffleFrom<T>(Span<T> items, int first)
    {
        for (int i = items.Length - 1; i >= first; i--)
        {
            int j = (int)Next(i + 1L);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    // Marsaglia 1964.
    private double NormalTail(double tail, bool negative)
    {
        while (true)
        {
            double beyond = -Math.Log(1 - NextDouble()) / tail, height = -Math.Log(1 - NextDouble());
            if (height + height > beyond * beyond) return negative ? -(tail + beyond) : tail + beyond;
        }
    }

    private uint Next32(uint bound)
    {
        ulong product = (ulong)bits.NextUInt32() * bound;
        if ((uint)product < bound)
        {
            uint threshold = (uint)-bound % bound;
            while ((uint)product < threshold) product = (ulong)bits.NextUInt32() * bound;
        }
        return (uint)(product >> 32);
    }

    private ulong Next64(ulong bound)
    {
        ulong high = Math.BigMul(bits.NextUInt64(), bound, out ulong low);
        if (low < bound)
        {
            ulong threshold = unchecked(0 - bound) % bound;
            while (low < threshold) high = Math.BigMul(bits.NextUInt64(), bound, out low);
        }
        return high;
    }
}
