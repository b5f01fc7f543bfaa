using System.Numerics;

namespace Audire.Metrics.Randomness;

/// <summary>Spreads the bits of a seed over as many words of state as a generator needs; equal to numpy's.</summary>
/// <remarks>O'Neill 2015, seed_seq revisited. Immutable; safe to share between threads.</remarks>
public sealed class SeedSequence
{
    private const int PoolSize = 4;
    private readonly uint[] _pool = new uint[PoolSize];

    /// <param name="entropy">The seed, 0 or more, of any size.</param>
    /// <param name="spawnKey">Path of the child sequence; empty for the root.</param>
    public SeedSequence(BigInteger entropy, params ReadOnlySpan<uint> spawnKey)
    {
        if (entropy.Sign < 0) throw new ArgumentOutOfRangeException(nameof(entropy), entropy, "A seed is 0 or more.");
        List<uint> words = Words(entropy);
        if (!spawnKey.IsEmpty)
            while (words.Count < PoolSize) words.Add(0); // else a child could equal a sequence with a longer seed
        words.AddRange(spawnKey);
        Mix(words);
    }

    /// <summary>The words of a number, least significant first; one word 0 for 0.</summary>
    internal static List<uint> Words(BigInteger value)
    {
        var words = new List<uint>();
        for (; value.Sign > 0; value >>= 32) words.Add((uint)(value & uint.MaxValue));
        if (words.Count == 0) words.Add(0);
        return words;
    }

    /// <summary>Words of state.</summary>
    public uint[] Generate(int count)
    {
        var state = new uint[count];
        uint hash = 0x8b51f9dd;
        for (int i = 0; i < count; i++)
        {
            uint word = _pool[i % PoolSize] ^ hash;
            hash *= 0x58f38ded;
            word *= hash;
            state[i] = word ^ (word >> 16);
        }
        return state;
    }

    /// <summary>Words of state of 64 bits.</summary>
    public ulong[] Generate64(int count)
    {
        uint[] halves = Generate(2 * count);
        var state = new ulong[count];
        for (int i = 0; i < count; i++) state[i] = halves[2 * i] | ((ulong)halves[2 * i + 1] << 32);
        return state;
    }

    private void Mix(List<uint> words)
    {
        uint hash = 0x43b0d7e5;
        uint Hashed(uint value)
        {
            value ^= hash;
            hash *= 0x931e8875;
            value *= hash;
            return value ^ (value >> 16);
        }

        for (int i = 0; i < PoolSize; i++) _pool[i] = Hashed(i < words.Count ? words[i] : 0);
        for (int from = 0; from < PoolSize; from++)
            for (int to = 0; to < PoolSize; to++)
                if (from != to) _pool[to] = Joined(_pool[to], Hashed(_pool[from]));
        for (int from = PoolSize; from < words.Count; from++)
            for (int to = 0; to < PoolSize; to++) _pool[to] = Joined(_pool[to], Hashed(words[from]));
    }

    private static uint Joined(uint x, uint y)
    {
        uint mixed = 0xca01f9dd * x - 0x4973f715 * y;
        return mixed ^ (mixed >> 16);
    }
}
