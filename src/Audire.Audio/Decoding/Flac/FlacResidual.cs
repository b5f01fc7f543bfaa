namespace Audire.Audio.Decoding.Flac;

/// <summary>The differences between prediction and sample, in partitions of Rice codes (RFC 9639, section 9.2.7).</summary>
internal static class FlacResidual
{
    /// <summary>Fills everything after the first <paramref name="order"/> samples, which are there already.</summary>
    public static void Read(FlacBitReader reader, int order, Span<long> samples)
    {
        var method = reader.Bits(2);
        if (method > 1) reader.Fail(AudioFormatProblem.CorruptData, $"a residual has the reserved coding method {method}");
        int parameterBits = method == 0 ? 4 : 5, partitionOrder = (int)reader.Bits(4), size = samples.Length >> partitionOrder;
        if (size << partitionOrder != samples.Length || size < order)
            reader.Fail(AudioFormatProblem.CorruptData, $"{1 << partitionOrder} partitions do not fit a block of {samples.Length} samples");
        for (int start = order, end = size; end <= samples.Length; start = end, end += size)
            ReadPartition(reader, parameterBits, samples[start..end]);
    }

    private static void ReadPartition(FlacBitReader reader, int parameterBits, Span<long> residual)
    {
        var parameter = (int)reader.Bits(parameterBits);
        if (parameter == (1 << parameterBits) - 1)
        {
            var raw = (int)reader.Bits(5); // escape: plain numbers, of no bits at all if all are zero
            foreach (ref var value in residual) value = raw == 0 ? 0 : reader.Signed(raw);
            return;
        }
        foreach (ref var value in residual)
        {
            var folded = (ulong)reader.Unary() << parameter | reader.Bits(parameter);
            if (folded > uint.MaxValue) reader.Fail(AudioFormatProblem.CorruptData, "a residual does not fit 32 bits");
            value = (long)(folded >> 1) ^ -(long)(folded & 1); // 0, -1, 1, -2, 2 ...
        }
    }
}
