using Audire.Audio.Decoding.Flac;

namespace Audire.Audio.Decoding.Containers;

/// <summary>FLAC in Ogg (RFC 9639, section 10.1): joined, the packets are a native FLAC stream behind nine bytes of their own.</summary>
internal static class OggFlac
{
    private const int PrefixBytes = 9; // 0x7F "FLAC", version (2), number of header packets (2)

    private static ReadOnlySpan<byte> Signature => "\u007fFLAC"u8;

    /// <summary>Whether the first packet of an Ogg file is that of FLAC.</summary>
    public static bool Matches(ByteSource source) => OggPages.FirstPacketHead(source).AsSpan().StartsWith(Signature);

    public static AudioClip Decode(DecodeContext context)
    {
        using var joined = OggPages.Join(context);
        var source = new ByteSource(joined, context.Source.Name, isFile: false);
        if (source.Length < PrefixBytes) context.Fail(AudioFormatProblem.TruncatedHeader, "the file ends inside its first packet");
        source.Seek(PrefixBytes);
        return FlacDecoder.Decode(new(source, context.Options, context.Cancellation));
    }
}
