namespace Audire.Models.Generation;

/// <summary>
/// Random numbers by address: the draw of a seed, a row and a step is a pure function of the three, the same on every machine, whatever
/// was drawn before.
/// </summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood 2014): <c>mix(key + (step + 1)·γ)</c> with <c>key = mix(seed + (row + 1)·γ)</c> and
/// γ = 0x9E3779B97F4A7C15; the upper 53 bits are the fraction. Immutable; safe to share between threads.
/// </remarks>
/// <param name="seed">Any number.</param>
public sealed class SampleStream(ulong seed)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>A number in [0, 1).</summary>
    /// <param name="row">The sequence that draws, at least 0.</param>
    /// <param name="step">Its step, at least 0.</param>
    public double Draw(int row, int step)
    {
        unchecked
        {
            var key = Mix(seed + ((ulong)row + 1) * Gamma);
            return (Mix(key + ((ulong)step + 1) * Gamma) >> 11) * (1.0 / (1UL << 53));
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
