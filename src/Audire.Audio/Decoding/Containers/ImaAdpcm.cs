namespace Audire.Audio.Decoding.Containers;

/// <summary>IMA ADPCM in WAVE blocks: 4 bits a sample, each block starting from a stored sample.</summary>
/// <remarks>
/// The difference is built by shifts and additions, step/8 + step/4 + step/2 + step as the code's bits say, which the IMA reference defines
/// (Interactive Multimedia Association, Recommended Practices 1992); a single multiplication rounds otherwise and drifts.
/// </remarks>
internal static class ImaAdpcm
{
    private const int HeaderBytes = 4, GroupBytes = 4, GroupSamples = 8, MaxIndex = 88;

    // Each step is 1.1 times the one before, as the standard tabulates it.
    private static ReadOnlySpan<short> Steps =>
    [
        7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 19, 21, 23, 25, 28, 31, 34, 37, 41, 45, 50, 55, 60, 66, 73, 80, 88, 97, 107, 118, 130, 143, 157, 173, 190, 209,
        230, 253, 279, 307, 337, 371, 408, 449, 494, 544, 598, 658, 724, 796, 876, 963, 1060, 1166, 1282, 1411, 1552, 1707, 1878, 2066, 2272, 2499, 2749,
        3024, 3327, 3660, 4026, 4428, 4871, 5358, 5894, 6484, 7132, 7845, 8630, 9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623,
        27086, 29794, 32767,
    ];

    private static ReadOnlySpan<sbyte> IndexChanges => [-1, -1, -1, -1, 2, 4, 6, 8];

    public static AudioClip Decode(DecodeContext context, WaveFormat format, ulong? claimed)
    {
        var samplesPerBlock = CheckBlock(context, format);
        var blocks = context.WholeUnits(claimed, format.BlockAlign);
        context.CheckLength(blocks * samplesPerBlock, format.Channels);
        var channels = new float[format.Channels][];
        for (var c = 0; c < channels.Length; c++) channels[c] = new float[blocks * samplesPerBlock];
        var block = new byte[format.BlockAlign];
        for (var b = 0; b < blocks; b++)
        {
            context.Fill(block);
            for (var c = 0; c < channels.Length; c++)
                DecodeChannel(context, block, c, channels.Length, channels[c].AsSpan(b * samplesPerBlock, samplesPerBlock));
        }
        return context.Finish(channels, (int)format.SampleRate);
    }

    private static int CheckBlock(DecodeContext context, WaveFormat format)
    {
        var groups = (format.BlockAlign - HeaderBytes * format.Channels) / (GroupBytes * format.Channels);
        if (format.Bits != 4 || groups < 1)
            context.Fail(AudioFormatProblem.InvalidParameter, $"IMA ADPCM of {format.Bits} bits in blocks of {format.BlockAlign} bytes for {format.Channels} channels does not exist");
        var fits = 1 + GroupSamples * groups;
        return format.SamplesPerBlock is > 0 and var stated && stated < fits ? stated : fits;
    }

    private static void DecodeChannel(DecodeContext context, ReadOnlySpan<byte> block, int channel, int channels, Span<float> samples)
    {
        var header = block[(channel * HeaderBytes)..];
        int predicted = (short)(header[1] << 8 | header[0]), index = header[2];
        if (index > MaxIndex) context.Fail(AudioFormatProblem.CorruptData, $"an ADPCM block starts with step {index}; {MaxIndex} is the last");
        samples[0] = predicted / 32768f;
        for (var i = 1; i < samples.Length; i++)
        {
            int group = (i - 1) / GroupSamples, inGroup = (i - 1) % GroupSamples;
            var packed = block[HeaderBytes * channels + (group * channels + channel) * GroupBytes + inGroup / 2];
            var code = inGroup % 2 == 0 ? packed & 15 : packed >> 4; // low half first
            predicted = Math.Clamp(predicted + Difference(code, Steps[index]), short.MinValue, short.MaxValue);
            index = Math.Clamp(index + IndexChanges[code & 7], 0, MaxIndex);
            samples[i] = predicted / 32768f;
        }
    }

    private static int Difference(int code, int step)
    {
        var size = step >> 3;
        if ((code & 4) != 0) size += step;
        if ((code & 2) != 0) size += step >> 1;
        if ((code & 1) != 0) size += step >> 2;
        return (code & 8) != 0 ? -size : size;
    }
}
