namespace Audire.Audio.Decoding.Flac;

/// <summary>Turns residuals into samples in place; the first samples (as many as the order) are given.</summary>
internal static class FlacPredictor
{
    /// <summary>The polynomial predictors of order 0 to 4 (RFC 9639, section 9.2.5).</summary>
    public static void AddFixed(int order, Span<long> samples)
    {
        for (var i = order; i < samples.Length; i++)
            samples[i] += order switch
            {
                0 => 0,
                1 => samples[i - 1],
                2 => 2 * samples[i - 1] - samples[i - 2],
                3 => 3 * (samples[i - 1] - samples[i - 2]) + samples[i - 3],
                _ => 4 * (samples[i - 1] + samples[i - 3]) - 6 * samples[i - 2] - samples[i - 4],
            };
    }

    /// <summary>The stored linear predictor (RFC 9639, section 9.2.6); the first coefficient belongs to the latest sample.</summary>
    public static void AddLinear(ReadOnlySpan<long> coefficients, int shift, Span<long> samples)
    {
        for (var i = coefficients.Length; i < samples.Length; i++)
        {
            var history = samples.Slice(i - coefficients.Length, coefficients.Length);
            long sum = 0;
            for (var k = 0; k < coefficients.Length; k++) sum += coefficients[k] * history[^(k + 1)];
            samples[i] += sum >> shift;
        }
    }
}
