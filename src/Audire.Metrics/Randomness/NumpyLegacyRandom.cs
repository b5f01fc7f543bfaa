namespace Audire.Metrics.Randomness;

/// <summary>Draws as numpy's legacy <c>RandomState</c> does, which HELM uses to choose instances.</summary>
/// <param name="seed">The seed.</param>
/// <remarks>Bit-exact to numpy for what is here. Not safe for concurrent use.</remarks>
public sealed class NumpyLegacyRandom(uint seed)
{
    private readonly MersenneTwister _bits = new(seed);
    private double? _storedNormal;

    /// <summary>The stream of bits underneath.</summary>
    public MersenneTwister Bits => _bits;

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => _bits.NextDouble();

    /// <summary>A number in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>A whole number in [0, <paramref name="bound"/>), by rejection of masked words.</summary>
    /// <param name="bound">1 to 2³².</param>
    public long Next(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bound, 1L << 32);
        return MaskedWords.Next(_bits, (uint)(bound - 1));
    }

    /// <summary>Puts items in random order (Fisher and Yates from the end).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = (int)Next(i + 1L);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0 to <paramref name="count"/> − 1 in random order.</summary>
    public int[] Permutation(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        Shuffle<int>(items);
        return items;
    }

    /// <summary>Draws indices without replacement: the start of a permutation.</summary>
    public int[] Choice(int population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(population, count);
        return Permutation(population)[..count];
    }

    /// <summary>Draws indices with replacement.</summary>
    public int[] ChoiceWithReplacement(int population, int count)
    {
        var drawn = new int[count];
        for (int i = 0; i < count; i++) drawn[i] = (int)Next(population);
        return drawn;
    }

    /// <summary>Draws indices with replacement, each as often as its weight says.</summary>
    public int[] ChoiceWithReplacement(ReadOnlySpan<double> weights, int count) => Weighted.Choose(weights, count, NextDouble);

    /// <summary>A standard normal number, by Marsaglia's polar method; every second draw is stored.</summary>
    public double NextNormal()
    {
        if (_storedNormal is { } stored)
        {
            _storedNormal = null;
            return stored;
        }
        double x, y, square;
        do
        {
            x = 2 * NextDouble() - 1;
            y = 2 * NextDouble() - 1;
            square = x * x + y * y;
        }
        while (square >= 1 || square == 0);
        double factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _storedNormal = factor * x;
        return factor * y;
    }

    /// <summary>A standard exponential number.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());
}
