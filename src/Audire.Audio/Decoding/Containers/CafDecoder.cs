using Audire.Audio.Decoding.Pcm;

namespace Audire.Audio.Decoding.Containers;

/// <summary>Apple's Core Audio Format with uncompressed, A-law or mu-law samples (Core Audio Format Specification 1.0).</summary>
internal static class CafDecoder
{
    private const uint FloatFlag = 1, LittleEndianFlag = 2;
    private const int DescriptionSize = 32, EditCountSize = 4;
    private const ulong UnknownSize = ulong.MaxValue; // -1: up to the end of the file

    public static AudioClip Decode(DecodeContext context)
    {
        var source = context.Source;
        source.BigEndian = true;
        source.FourCharacters(); // caff
        source.UInt32();         // version and flags
        PcmFormat? format = null;
        while (source.Remaining > 0)
        {
            var id = source.FourCharacters();
            var size = source.UInt64();
            var start = source.Position;
            switch (id)
            {
                case "desc":
                    format = ReadDescription(context, size);
                    break;
                case "data":
                    if (format is null) context.Fail(AudioFormatProblem.MissingChunk, "its samples come before the description");
                    source.UInt32(); // edit count
                    return PcmReader.Read(context, format, size switch { UnknownSize => null, < EditCountSize => 0, _ => size - EditCountSize });
            }
            if (size > (ulong)(source.Length - start)) context.Fail(AudioFormatProblem.CorruptHeader, $"its chunk '{id}' claims {size} bytes, more than the file has left");
            source.Seek(start + (long)size);
        }
        context.Fail(AudioFormatProblem.MissingChunk, format is null ? "it has neither a description nor a data chunk" : "it has no data chunk");
        return null;
    }

    private static PcmFormat ReadDescription(DecodeContext context, ulong size)
    {
        if (size != DescriptionSize) context.Fail(AudioFormatProblem.CorruptHeader, $"its description of {size} bytes should have {DescriptionSize}");
        var source = context.Source;
        var rate = source.Double();
        var codec = source.FourCharacters();
        uint flags = source.UInt32(), bytesPerPacket = source.UInt32();
        source.UInt32(); // frames a packet: one, for what is decoded here
        uint channels = source.UInt32(), bits = source.UInt32();
        if (!(rate >= 1 && rate <= AudioClip.MaxSampleRate)) rate = 0; // NaN too; refused below
        context.CheckFormat((long)Math.Round(rate), channels);
        var coding = codec switch
        {
            "lpcm" => (flags & FloatFlag) != 0 ? SampleCoding.Float : SampleCoding.Signed,
            "alaw" => SampleCoding.ALaw,
            "ulaw" => SampleCoding.MuLaw,
            _ => Unsupported(context, codec),
        };
        var container = bytesPerPacket / channels * 8L; // samples of odd sizes lie left-justified in whole bytes
        if (bytesPerPacket % channels != 0 || bits > container || bits == 0 || !PcmFormat.Exists(coding, (int)Math.Min(container, 128)))
            context.Fail(AudioFormatProblem.InvalidParameter, $"{channels} channels of {bits} bits in packets of {bytesPerPacket} bytes do not exist");
        return new(coding, (int)container / 8, (flags & LittleEndianFlag) == 0, (int)channels, (int)Math.Round(rate));
    }

    private static SampleCoding Unsupported(DecodeContext context, string codec)
    {
        context.Fail(AudioFormatProblem.UnsupportedCodec, $"it holds CAF codec '{codec}', which is not decoded here");
        return default;
    }
}
