using static TorchSharp.torch;

namespace Audire.Training;

/// <summary>
/// The one place where randomness of a step begins: libtorch's generators, on every device, are seeded from the run's seed and the number of the batch.
/// So there is no generator state to save, a resumed run draws the same dropout, and what an evaluation draws changes nothing.
/// </summary>
public static class StepSeed
{
    /// <summary>Seeds libtorch's generators for a batch.</summary>
    public static void Apply(long seed, long batch) => random.manual_seed((long)(Mix((ulong)seed, (ulong)batch) >> 1));

    /// <summary>A well mixed number from two (the finaliser of SplitMix64, twice).</summary>
    public static ulong Mix(ulong first, ulong second) => Finish(Finish(first + 0x9E3779B97F4A7C15UL) + (second * 0xD1342543DE82EF95UL));

    /// <summary>A number for a text, the same everywhere (FNV-1a).</summary>
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in text) hash = unchecked((hash ^ character) * 1099511628211UL);
        return hash;
    }

    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
