namespace Audire.Training.Data;

/// <summary>Orders and draws that follow from a seed alone, the same on every machine.</summary>
internal static class SeededOrder
{
    /// <summary>0 to <paramref name="count"/> - 1 in an order of the seed's (Fisher and Yates).</summary>
    public static int[] Permutation(int count, ulong seed)
    {
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        Shuffle(order, seed);
        return order;
    }

    /// <summary>Shuffles in place.</summary>
    public static void Shuffle<T>(T[] values, ulong seed)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = Below(seed, (ulong)i, i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    /// <summary>A number from 0 to <paramref name="count"/> - 1.</summary>
    public static int Below(ulong seed, ulong draw, int count) => (int)((UInt128)StepSeed.Mix(seed, draw) * (ulong)count >> 64);

    /// <summary>A number from 0 to below 1.</summary>
    public static double Uniform(ulong seed, ulong draw) => (StepSeed.Mix(seed, draw) >> 11) * (1.0 / (1L << 53));

    /// <summary>A seed for a text, the same everywhere (FNV-1a).</summary>
    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text) hash = unchecked((hash ^ character) * 1099511628211UL);
        return hash;
    }
}
