namespace Audire.Audio.Decoding.Flac;

/// <summary>The STREAMINFO block (RFC 9639, section 8.2).</summary>
/// <param name="MinBlock">Fewest samples a channel in a frame, but for the last.</param>
/// <param name="MaxBlock">Most samples a channel in a frame.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">1 to 8.</param>
/// <param name="Bits">Bits a sample, 4 to 32.</param>
/// <param name="TotalSamples">Samples a channel; 0 where the encoder did not know.</param>
/// <param name="Md5">MD5 of the interleaved little-endian samples; all zero where the encoder did not set it.</param>
internal sealed record FlacStreamInfo(int MinBlock, int MaxBlock, int SampleRate, int Channels, int Bits, long TotalSamples, byte[] Md5)
{
    public const int Size = 34;

    private const int SmallestBlock = 16;

    public bool HasMd5 => Md5.Any(value => value != 0);

    public static FlacStreamInfo Read(DecodeContext context)
    {
        var source = context.Source;
        source.BigEndian = true;
        int minBlock = source.UInt16(), maxBlock = source.UInt16();
        source.Take(6); // smallest and largest frame in bytes: hints
        var packed = source.UInt64(); // rate 20, channels - 1 3, bits - 1 5, total 36
        var info = new FlacStreamInfo(minBlock, maxBlock, (int)(packed >> 44), (int)(packed >> 41 & 7) + 1, (int)(packed >> 36 & 31) + 1,
            (long)(packed & 0xf_ffff_ffff), source.Take(16).ToArray());
        context.CheckFormat(info.SampleRate, info.Channels);
        if (info.Bits < 4) context.Fail(AudioFormatProblem.InvalidParameter, $"{info.Bits}-bit samples do not exist in FLAC");
        if (minBlock < SmallestBlock || maxBlock < minBlock)
            context.Fail(AudioFormatProblem.CorruptHeader, $"block sizes from {minBlock} to {maxBlock} samples are not possible");
        return info;
    }
}
