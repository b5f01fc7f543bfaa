using Audire.Audio.Decoding.Pcm;

namespace Audire.Audio.Decoding.Containers;

/// <summary>The body of a "fmt " chunk, as RIFF, RF64 and Wave64 share it (Microsoft, WAVEFORMATEX and WAVEFORMATEXTENSIBLE).</summary>
/// <param name="Tag">Codec: 1 PCM, 3 float, 6 A-law, 7 mu-law, 17 IMA ADPCM.</param>
/// <param name="Channels">Channels, interleaved.</param>
/// <param name="SampleRate">Samples a second.</param>
/// <param name="BlockAlign">Bytes of one sample of every channel, or of one coded block.</param>
/// <param name="Bits">Bits a sample takes in the file.</param>
/// <param name="SamplesPerBlock">Samples in a coded block; 0 where the codec has none.</param>
internal sealed record WaveFormat(int Tag, int Channels, uint SampleRate, int BlockAlign, int Bits, int SamplesPerBlock)
{
    private const int PcmTag = 1, FloatTag = 3, ALawTag = 6, MuLawTag = 7, ImaAdpcmTag = 0x11, ExtensibleTag = 0xfffe;
    private const int SmallestSize = 16, LargestSize = 4096;

    // {xxxxxxxx-0000-0010-8000-00AA00389B71}: after its first two bytes, which hold a tag, every wave sub-format goes on like this.
    private static ReadOnlySpan<byte> SubFormatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

    public static WaveFormat Read(DecodeContext context, ulong size)
    {
        var source = context.Source;
        if (size is < SmallestSize or > LargestSize)
            context.Fail(AudioFormatProblem.CorruptHeader, $"its format chunk claims {size} bytes; {SmallestSize} to {LargestSize} are possible");
        if (size > (ulong)source.Remaining) context.Fail(AudioFormatProblem.TruncatedHeader, "the file ends inside its format chunk");
        var end = source.Position + (long)size;
        int tag = source.UInt16(), channels = source.UInt16();
        var rate = source.UInt32();
        source.UInt32(); // bytes a second: follows from the rest, and is often wrong
        int blockAlign = source.UInt16(), bits = source.UInt16(), extension = size >= 18 ? source.UInt16() : 0, samplesPerBlock = 0;
        if (tag == ImaAdpcmTag && extension >= 2 && size >= 20) samplesPerBlock = source.UInt16();
        if (tag == ExtensibleTag) tag = ReadSubFormat(context, size, bits);
        source.Seek(end);
        context.CheckFormat(rate, channels);
        return new(tag, channels, rate, blockAlign, bits, samplesPerBlock);
    }

    /// <summary>Decodes the samples at the current position.</summary>
    /// <param name="context">Where from.</param>
    /// <param name="claimed">Bytes the data chunk claims; null for up to the end of the file.</param>
    public AudioClip Decode(DecodeContext context, ulong? claimed)
    {
        if (Tag == ImaAdpcmTag) return ImaAdpcm.Decode(context, this, claimed);
        var coding = Tag switch
        {
            PcmTag => Bits == 8 ? SampleCoding.Unsigned8 : SampleCoding.Signed,
            FloatTag => SampleCoding.Float,
            ALawTag => SampleCoding.ALaw,
            MuLawTag => SampleCoding.MuLaw,
            _ => Unsupported(context),
        };
        if (!PcmFormat.Exists(coding, Bits)) context.Fail(AudioFormatProblem.InvalidParameter, $"{Bits}-bit samples do not exist in format {Tag}");
        if (BlockAlign != Channels * Bits / 8)
            context.Fail(AudioFormatProblem.InvalidParameter, $"a block of {BlockAlign} bytes does not hold {Channels} samples of {Bits} bits");
        return PcmReader.Read(context, new(coding, Bits / 8, context.Source.BigEndian, Channels, (int)SampleRate), claimed);
    }

    private SampleCoding Unsupported(DecodeContext context)
    {
        context.Fail(AudioFormatProblem.UnsupportedCodec, $"it holds WAVE codec 0x{Tag:x4}, which is not decoded here");
        return default;
    }

    private static int ReadSubFormat(DecodeContext context, ulong size, int bits)
    {
        if (size < 40) context.Fail(AudioFormatProblem.CorruptHeader, $"an extensible format takes 40 bytes and the chunk has {size}");
        int validBits = context.Source.UInt16();
        if (validBits > bits) context.Fail(AudioFormatProblem.InvalidParameter, $"{validBits} valid bits do not fit {bits}-bit samples");
        context.Source.UInt32(); // which loudspeaker each channel is for
        var subFormat = context.Source.Take(16);
        if (!subFormat[2..].SequenceEqual(SubFormatTail)) context.Fail(AudioFormatProblem.UnsupportedCodec, "its extensible sub-format is not a WAVE codec");
        return context.Source.BigEndian ? subFormat[0] << 8 | subFormat[1] : subFormat[1] << 8 | subFormat[0];
    }
}
