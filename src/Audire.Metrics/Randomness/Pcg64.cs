using System.Numerics;

namespace Audire.Metrics.Randomness;

/// <summary>PCG XSL-RR 128/64 (O'Neill 2014): numpy's default bit source, seeded the same way.</summary>
public sealed class Pcg64 : BitSource64
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    /// <param name="seed">0 or more, of any size.</param>
    public Pcg64(BigInteger seed)
        : this(new SeedSequence(seed))
    {
    }

    /// <param name="seed">A seed sequence, such as a spawned one.</param>
    public Pcg64(SeedSequence seed)
    {
        ulong[] words = seed.Generate64(4);
        Increment = (new UInt128(words[2], words[3]) << 1) | 1;
        Step();
        State += new UInt128(words[0], words[1]);
        Step();
    }

    /// <summary>The state, 128 bits.</summary>
    public UInt128 State { get; private set; }

    /// <summary>The increment that tells streams apart, 128 bits, odd.</summary>
    public UInt128 Increment { get; }

    /// <inheritdoc/>
    public override ulong NextUInt64()
    {
        Step();
        return BitOperations.RotateRight((ulong)(State >> 64) ^ (ulong)State, (int)(State >> 122));
    }

    private void Step() => State = unchecked(State * Multiplier + Increment);
}
