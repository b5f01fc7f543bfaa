using Audire.Audio.Decoding.Pcm;

namespace Audire.Audio.Decoding.Containers;

/// <summary>Sun/NeXT AU: a fixed header, then interleaved samples. The mirrored signature marks the little-endian variant of DEC.</summary>
internal static class AuDecoder
{
    private const int HeaderSize = 24;
    private const uint UnknownSize = 0xffff_ffff;

    public static AudioClip Decode(DecodeContext context)
    {
        var source = context.Source;
        source.BigEndian = source.FourCharacters() == ".snd";
        uint dataStart = source.UInt32(), dataSize = source.UInt32(), encoding = source.UInt32(), rate = source.UInt32(), channels = source.UInt32();
        context.CheckFormat(rate, channels);
        if (dataStart < HeaderSize) context.Fail(AudioFormatProblem.CorruptHeader, $"its samples are said to start at byte {dataStart}, inside the header");
        if (dataStart > source.Length) context.Fail(AudioFormatProblem.TruncatedHeader, $"its samples are said to start at byte {dataStart}, beyond the end of the file");
        var (coding, bytes) = encoding switch
        {
            1 => (SampleCoding.MuLaw, 1),
            2 => (SampleCoding.Signed, 1),
            3 => (SampleCoding.Signed, 2),
            4 => (SampleCoding.Signed, 3),
            5 => (SampleCoding.Signed, 4),
            6 => (SampleCoding.Float, 4),
            7 => (SampleCoding.Float, 8),
            27 => (SampleCoding.ALaw, 1),
            _ => Unsupported(context, encoding),
        };
        source.Seek(dataStart);
        return PcmReader.Read(context, new(coding, bytes, source.BigEndian, (int)channels, (int)rate), dataSize == UnknownSize ? null : dataSize);
    }

    private static (SampleCoding Coding, int Bytes) Unsupported(DecodeContext context, uint encoding)
    {
        context.Fail(AudioFormatProblem.UnsupportedCodec, $"it holds AU encoding {encoding}, which is not decoded here");
        return default;
    }
}
