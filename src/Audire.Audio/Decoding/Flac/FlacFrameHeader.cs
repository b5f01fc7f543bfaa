using System.Numerics;

namespace Audire.Audio.Decoding.Flac;

/// <summary>The header of one frame (RFC 9639, section 9.1).</summary>
/// <param name="BlockSize">Samples a channel in the frame.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="Channels">Channels, each in a subframe.</param>
/// <param name="Stereo">How two subframes become channels.</param>
/// <param name="Bits">Bits a sample.</param>
/// <param name="VariableBlocks">Whether block sizes vary over the file.</param>
/// <param name="Number">The number of the first sample where block sizes vary, else of the frame.</param>
internal readonly record struct FlacFrameHeader(int BlockSize, int SampleRate, int Channels, FlacStereo Stereo, int Bits, bool VariableBlocks, long Number)
{
    private const uint Sync = 0b111_1111_1111_1100; // 14 bits of synchronisation and a reserved zero
    private const int FirstStereoCode = 8, LastStereoCode = 10;

    // Index = code; 0 stands for codes that refer elsewhere or are reserved.
    private static ReadOnlySpan<ushort> BlockSizes => [0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768];

    private static ReadOnlySpan<int> SampleRates => [0, 88_200, 176_400, 192_000, 8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];

    private static ReadOnlySpan<byte> SampleBits => [0, 8, 12, 0, 16, 20, 24, 32];

    /// <summary>Reads a header and checks its CRC-8; what it leaves open comes from <paramref name="info"/>.</summary>
    public static FlacFrameHeader Read(FlacBitReader reader, FlacStreamInfo info)
    {
        if (reader.Bits(15) != Sync) reader.Fail(AudioFormatProblem.CorruptData, "a frame should start here and does not");
        var variable = reader.Bits(1) == 1;
        int sizeCode = (int)reader.Bits(4), rateCode = (int)reader.Bits(4), channelCode = (int)reader.Bits(4), bitsCode = (int)reader.Bits(3);
        if (sizeCode == 0) reader.Fail(AudioFormatProblem.CorruptData, "a frame has the reserved block size code 0");
        if (rateCode == 15) reader.Fail(AudioFormatProblem.CorruptData, "a frame has the forbidden sample rate code 15");
        if (channelCode > LastStereoCode) reader.Fail(AudioFormatProblem.CorruptData, $"a frame has the reserved channel code {channelCode}");
        if (bitsCode == 3) reader.Fail(AudioFormatProblem.CorruptData, "a frame has the reserved sample size code 3");
        if (reader.Bits(1) != 0) reader.Fail(AudioFormatProblem.CorruptData, "a frame sets a reserved bit");
        var number = ReadNumber(reader);
        var blockSize = sizeCode switch { 6 => (int)reader.Bits(8) + 1, 7 => (int)reader.Bits(16) + 1, _ => BlockSizes[sizeCode] };
        var rate = rateCode switch
        {
            0 => info.SampleRate,
            12 => (int)reader.Bits(8) * 1000,
            13 => (int)reader.Bits(16),
            14 => (int)reader.Bits(16) * 10,
            _ => SampleRates[rateCode],
        };
        var checksum = reader.HeaderChecksum();
        if (reader.Bits(8) != checksum) reader.Fail(AudioFormatProblem.Checksum, "the CRC-8 of a frame header is wrong");
        var (channels, stereo) = channelCode < FirstStereoCode ? (channelCode + 1, FlacStereo.Independent) : (2, (FlacStereo)(channelCode - FirstStereoCode + 1));
        return new(blockSize, rate, channels, stereo, bitsCode == 0 ? info.Bits : SampleBits[bitsCode], variable, number);
    }

    // UTF-8's scheme stretched to 36 bits: as many leading ones as bytes, then six bits in each further byte.
    private static long ReadNumber(FlacBitReader reader)
    {
        var first = reader.Bits(8);
        var bytes = BitOperations.LeadingZeroCount(~(first << 24));
        if (bytes == 0) return first;
        if (bytes is 1 or 8) reader.Fail(AudioFormatProblem.CorruptData, $"a frame number starts with 0x{first:x2}");
        long number = first & (0x7fu >> bytes);
        for (var i = 1; i < bytes; i++)
        {
            var next = reader.Bits(8);
            if (next >> 6 != 2) reader.Fail(AudioFormatProblem.CorruptData, $"a frame number goes on with 0x{next:x2}");
            number = number << 6 | next & 0x3f;
        }
        return number;
    }
}
