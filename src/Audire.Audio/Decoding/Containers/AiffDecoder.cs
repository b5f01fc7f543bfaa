using Audire.Audio.Decoding.Pcm;

namespace Audire.Audio.Decoding.Containers;

/// <summary>AIFF and AIFF-C (Apple, AIFF-C draft 1991): big-endian chunks in any order.</summary>
internal static class AiffDecoder
{
    private const int CommonSize = 18, CommonSizeWithCodec = 22;

    public static AudioClip Decode(DecodeContext context)
    {
        var source = context.Source;
        source.BigEndian = true;
        source.FourCharacters(); // FORM
        source.UInt32();         // size of the whole file
        var form = source.FourCharacters();
        if (form is not ("AIFF" or "AIFC")) context.Fail(AudioFormatProblem.UnknownFormat, $"an IFF file of type '{form}' is not sound");
        Common? common = null;
        (long Position, uint Size)? sound = null;
        while (source.Remaining > 0 && (common is null || sound is null))
        {
            var id = source.FourCharacters();
            var size = source.UInt32();
            var start = source.Position;
            if (id == "COMM") common = ReadCommon(context, size, form == "AIFC");
            if (id == "SSND") sound = (start, size);
            else if (size > source.Length - start)
                context.Fail(AudioFormatProblem.CorruptHeader, $"its chunk '{id}' claims {size} bytes, more than the file has left");
            source.Seek(Math.Min(start + size + size % 2, source.Length));
        }
        if (common is null) context.Fail(AudioFormatProblem.MissingChunk, "it has no common (COMM) chunk");
        if (sound is not { } samples)
        {
            context.Fail(common.Frames == 0 ? AudioFormatProblem.Empty : AudioFormatProblem.MissingChunk, "it has no sound (SSND) chunk");
            return null;
        }
        source.Seek(samples.Position);
        return DecodeSound(context, common, samples.Size);
    }

    private static AudioClip DecodeSound(DecodeContext context, Common common, uint size)
    {
        var source = context.Source;
        var offset = source.UInt32();
        source.UInt32(); // block size for aligned writing
        if (offset > source.Remaining) context.Fail(AudioFormatProblem.TruncatedData, $"its samples start {offset} bytes further on, beyond the end of the file");
        source.Seek(source.Position + offset);
        var format = common.Format;
        if (size == 0) return PcmReader.Read(context, format, null); // a writer that was stopped before it could fill in the size
        var claimed = Math.Min((ulong)Math.Max(0L, size - 8L - offset), common.Frames * (ulong)format.FrameBytes);
        return PcmReader.Read(context, format, claimed);
    }

    private static Common ReadCommon(DecodeContext context, uint size, bool hasCodec)
    {
        if (size < (hasCodec ? CommonSizeWithCodec : CommonSize)) context.Fail(AudioFormatProblem.CorruptHeader, $"its COMM chunk of {size} bytes is too short");
        var source = context.Source;
        int channels = source.UInt16();
        var frames = source.UInt32();
        int bits = source.UInt16();
        var rate = ExtendedToDouble(source.UInt16(), source.UInt64());
        if (!(rate >= 1 && rate <= AudioClip.MaxSampleRate)) rate = 0; // NaN too; refused below
        context.CheckFormat((long)Math.Round(rate), channels);
        var (coding, codedBits, bigEndian) = Coding(context, hasCodec ? source.FourCharacters() : "NONE", bits);
        var container = (codedBits + 7) / 8 * 8; // samples of odd sizes lie left-justified in whole bytes
        if (codedBits < 1 || !PcmFormat.Exists(coding, container)) context.Fail(AudioFormatProblem.InvalidParameter, $"{bits}-bit samples do not exist in AIFF");
        return new(new(coding, container / 8, bigEndian, channels, (int)Math.Round(rate)), frames);
    }

    private static (SampleCoding Coding, int Bits, bool BigEndian) Coding(DecodeContext context, string codec, int bits)
    {
        switch (codec)
        {
            case "NONE" or "twos": return (SampleCoding.Signed, bits, true);
            case "sowt": return (SampleCoding.Signed, bits, false);
            case "in24": return (SampleCoding.Signed, 24, true);
            case "42ni": return (SampleCoding.Signed, 24, false);
            case "in32": return (SampleCoding.Signed, 32, true);
            case "23ni": return (SampleCoding.Signed, 32, false);
            case "raw ": return (SampleCoding.Unsigned8, 8, true);
            case "fl32" or "FL32": return (SampleCoding.Float, 32, true);
            case "fl64" or "FL64": return (SampleCoding.Float, 64, true);
            case "alaw" or "ALAW": return (SampleCoding.ALaw, 8, true);
            case "ulaw" or "ULAW": return (SampleCoding.MuLaw, 8, true);
            default:
                context.Fail(AudioFormatProblem.UnsupportedCodec, $"it holds AIFF-C codec '{codec}', which is not decoded here");
                return default;
        }
    }

    // The 80-bit extended format: sign and 15-bit exponent, then a mantissa with its leading one written out.
    private static double ExtendedToDouble(ushort signAndExponent, ulong mantissa) =>
        Math.ScaleB(mantissa, (signAndExponent & 0x7fff) - 16383 - 63) * ((signAndExponent & 0x8000) != 0 ? -1 : 1);

    private sealed record Common(PcmFormat Format, uint Frames);
}
