using System.Numerics;

namespace Audire.Metrics.Randomness;

/// <summary>Whole numbers by rejection: words are masked to the bits of the largest value until one fits.</summary>
internal static class MaskedWords
{
    /// <summary>A whole number in [0, <paramref name="largest"/>]; draws nothing where that is 0.</summary>
    public static uint Next(BitSource bits, uint largest)
    {
        if (largest == 0) return 0;
        uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount(largest), value;
        do value = bits.NextUInt32() & mask;
        while (value > largest);
        return value;
    }
}
