namespace Audire.Models.Checkpoints;

/// <summary>Element and byte counts of untrusted shapes, with overflow told instead of wrapped.</summary>
internal static class TensorSize
{
    /// <summary>Dimensions beyond which libtorch refuses a tensor.</summary>
    public const int MaxDimensions = 64;

    /// <summary>Product of the dimensions, none negative; null where any partial product passes 2^63 - 1.</summary>
    public static long? Elements(ReadOnlySpan<long> shape)
    {
        var product = 1L;
        foreach (var dimension in shape)
        {
            // The reference readers multiply in order, so an overflow before a zero counts as one.
            if (dimension != 0 && product > long.MaxValue / dimension) return null;
            product *= dimension;
        }
        return product;
    }

    /// <summary>Bytes of so many elements in whole blocks; null on overflow.</summary>
    public static long? Bytes(ElementType type, long elements)
    {
        var blocks = elements / type.BlockValues();
        return blocks > long.MaxValue / type.BlockBytes() ? null : blocks * type.BlockBytes();
    }
}
