namespace Audire.Evaluation.Boards;

/// <summary>Steele, Lea and Flood's SplitMix64 (2014): a stream of random numbers that is the same on every platform and in every version.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="bound"/> - 1, by multiplication; the bias is below 2^-32.</summary>
    public uint Below(uint bound) => (uint)(((Next() >> 32) * bound) >> 32);
}
