using System.Numerics;

namespace Audire.Metrics.Randomness;

/// <summary>Philox 4×64-10 (Salmon et al. 2011), counter-based, as numpy seeds and reads it.</summary>
public sealed class Philox : BitSource64
{
    private readonly ulong[] _counter = new ulong[4];
    private readonly ulong[] _block = new ulong[4];
    private readonly ulong _key0;
    private readonly ulong _key1;
    private int _next = 4;

    /// <param name="seed">0 or more, of any size.</param>
    public Philox(BigInteger seed)
        : this(new SeedSequence(seed).Generate64(2))
    {
    }

    /// <param name="key">Two words.</param>
    public Philox(ReadOnlySpan<ulong> key) => (_key0, _key1) = (key[0], key[1]);

    /// <summary>The two words of the key.</summary>
    public IReadOnlyList<ulong> Key => [_key0, _key1];

    /// <inheritdoc/>
    public override ulong NextUInt64()
    {
        if (_next == 4) Fill();
        return _block[_next++];
    }

    private void Fill()
    {
        for (int i = 0; i < 4 && ++_counter[i] == 0; i++) { }
        var (c0, c1, c2, c3) = (_counter[0], _counter[1], _counter[2], _counter[3]);
        var (k0, k1) = (_key0, _key1);
        for (int round = 0; round < 10; round++)
        {
            ulong high0 = Math.BigMul(0xD2E7470EE14C6C93, c0, out ulong low0), high1 = Math.BigMul(0xCA5A826395121157, c2, out ulong low1);
            (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0);
            k0 += 0x9E3779B97F4A7C15;
            k1 += 0xBB67AE8584CAA73B;
        }
        (_block[0], _block[1], _block[2], _block[3]) = (c0, c1, c2, c3);
        _next = 0;
    }
}
