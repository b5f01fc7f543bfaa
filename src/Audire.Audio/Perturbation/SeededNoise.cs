namespace Audire.Audio.Perturbation;

/// <summary>Random numbers that are the same on every machine and version for one seed: SplitMix64 (Steele, Lea and Flood 2014).</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class SeededNoise(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
        z = (z ^ z >> 27) * 0x94d049bb133111eb;
        return z ^ z >> 31;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller 1958).</summary>
    public double Gaussian() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());
}
