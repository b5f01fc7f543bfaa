namespace Audire.Metrics.Randomness;

/// <summary>A stream of random bits. Not safe for concurrent use: give each thread its own.</summary>
public abstract class BitSource
{
    /// <summary>The next 32 bits.</summary>
    public abstract uint NextUInt32();

    /// <summary>The next 64 bits.</summary>
    public abstract ulong NextUInt64();

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public virtual double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1L << 53));
}

/// <summary>A stream of 64-bit words that hands 32-bit requests the two halves of a word, the low one first.</summary>
public abstract class BitSource64 : BitSource
{
    private uint? _high;

    /// <inheritdoc/>
    public override uint NextUInt32()
    {
        if (_high is { } high)
        {
            _high = null;
            return high;
        }
        ulong word = NextUInt64();
        _high = (uint)(word >> 32);
        return (uint)word;
    }
}
