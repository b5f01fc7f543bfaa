namespace Audire.Audio.Decoding.Flac;

/// <summary>Decodes one channel of one frame (RFC 9639, section 9.2). Samples are 64-bit integers: a side channel of 32-bit sound has 33.</summary>
internal static class FlacSubframe
{
    private const uint Constant = 0, Verbatim = 1, FirstFixed = 8, LastFixed = 12, FirstLinear = 32;

    /// <summary>Fills <paramref name="samples"/> with numbers of <paramref name="bits"/> bits.</summary>
    public static void Read(FlacBitReader reader, int bits, Span<long> samples)
    {
        if (reader.Bits(1) != 0) reader.Fail(AudioFormatProblem.CorruptData, "a subframe does not start with a zero");
        var type = reader.Bits(6);
        var wasted = reader.Bits(1) == 0 ? 0 : (long)reader.Unary() + 1;
        if (wasted >= bits) reader.Fail(AudioFormatProblem.CorruptData, $"a subframe wastes {wasted} of {bits} bits");
        bits -= (int)wasted;
        switch (type)
        {
            case Constant: samples.Fill(reader.Signed(bits)); break;
            case Verbatim: Warm(reader, bits, samples); break;
            case >= FirstFixed and <= LastFixed: ReadFixed(reader, bits, (int)(type - FirstFixed), samples); break;
            case >= FirstLinear: ReadLinear(reader, bits, (int)(type - FirstLinear) + 1, samples); break;
            default: reader.Fail(AudioFormatProblem.CorruptData, $"a subframe has the reserved type {type}"); break;
        }
        CheckRange(reader, bits, samples);
        if (wasted > 0)
            foreach (ref var sample in samples) sample <<= (int)wasted;
    }

    private static void Warm(FlacBitReader reader, int bits, Span<long> samples)
    {
        foreach (ref var sample in samples) sample = reader.Signed(bits);
    }

    private static void ReadFixed(FlacBitReader reader, int bits, int order, Span<long> samples)
    {
        CheckOrder(reader, order, samples.Length);
        Warm(reader, bits, samples[..order]);
        FlacResidual.Read(reader, order, samples);
        FlacPredictor.AddFixed(order, samples);
    }

    private static void ReadLinear(FlacBitReader reader, int bits, int order, Span<long> samples)
    {
        CheckOrder(reader, order, samples.Length);
        Warm(reader, bits, samples[..order]);
        var precision = (int)reader.Bits(4) + 1;
        if (precision == 16) reader.Fail(AudioFormatProblem.CorruptData, "a predictor has the forbidden precision code 15");
        var shift = (int)reader.Signed(5);
        if (shift < 0) reader.Fail(AudioFormatProblem.CorruptData, $"a predictor has the negative shift {shift}");
        Span<long> coefficients = stackalloc long[order];
        Warm(reader, precision, coefficients);
        FlacResidual.Read(reader, order, samples);
        FlacPredictor.AddLinear(coefficients, shift, samples);
    }

    private static void CheckOrder(FlacBitReader reader, int order, int length)
    {
        if (order > length) reader.Fail(AudioFormatProblem.CorruptData, $"a predictor of order {order} does not fit a block of {length} samples");
    }

    // No encoder writes a prediction that leaves the sample size; damage does, and would overflow what follows.
    private static void CheckRange(FlacBitReader reader, int bits, ReadOnlySpan<long> samples)
    {
        var limit = 1L << (bits - 1);
        foreach (var sample in samples)
            if (sample < -limit || sample >= limit) reader.Fail(AudioFormatProblem.CorruptData, $"a predicted sample does not fit {bits} bits");
    }
}
