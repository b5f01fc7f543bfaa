using Audire.Audio.Decoding.Containers;

namespace Audire.Audio.Decoding;

/// <summary>Recognises a sound file by its content.</summary>
internal static class FormatSniffer
{
    private const int HeadBytes = 16, Id3HeaderBytes = 10;

    // {75B22630-668E-11CF-A6D9-00AA0062CE6C}
    private static ReadOnlySpan<byte> AsfSignature => [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9, 0, 0xaa, 0, 0x62, 0xce, 0x6c];

    private static ReadOnlySpan<byte> EbmlSignature => [0x1a, 0x45, 0xdf, 0xa3];

    /// <summary>Names the format and leaves the source at the first byte of it: behind ID3v2 tags, which may precede FLAC, MP3 and AAC.</summary>
    public static SoundFormat Sniff(ByteSource source)
    {
        if (source.Length == 0) source.Fail(AudioFormatProblem.Empty, "the file is empty");
        Span<byte> head = stackalloc byte[HeadBytes];
        while (true)
        {
            var start = source.Position;
            var found = head[..source.Read(head)];
            source.Seek(start);
            if (!found.StartsWith("ID3"u8)) return Recognise(found);
            if (found.Length < Id3HeaderBytes) source.Fail(AudioFormatProblem.TruncatedHeader, "the file ends inside an ID3 tag");
            var end = start + Id3Length(found);
            if (end > source.Length) source.Fail(AudioFormatProblem.TruncatedHeader, "the file ends inside an ID3 tag");
            source.Seek(end);
        }
    }

    private static SoundFormat Recognise(ReadOnlySpan<byte> head) => head switch
    {
        _ when head.StartsWith("RIFF"u8) || head.StartsWith("RIFX"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8) => SoundFormat.Wav,
        _ when head.SequenceEqual(Wave64Decoder.Signature) => SoundFormat.Wave64,
        _ when head.StartsWith("FORM"u8) => SoundFormat.Aiff,
        _ when head.StartsWith(".snd"u8) || head.StartsWith("dns."u8) => SoundFormat.Au,
        _ when head.StartsWith("caff"u8) => SoundFormat.Caf,
        _ when head.StartsWith("fLaC"u8) => SoundFormat.Flac,
        _ when head.StartsWith("OggS"u8) => SoundFormat.Ogg,
        _ when head.Length >= 8 && head[4..].StartsWith("ftyp"u8) => SoundFormat.Mp4,
        _ when head.StartsWith(EbmlSignature) => SoundFormat.Matroska,
        _ when head.SequenceEqual(AsfSignature) => SoundFormat.Asf,
        _ when head.StartsWith("#!AMR"u8) => SoundFormat.Amr,
        _ => RecogniseMpeg(head),
    };

    // Both begin with eleven ones or more; the layer bits tell MPEG audio (1 to 3) from AAC's ADTS (0).
    private static SoundFormat RecogniseMpeg(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head[0] != 0xff || (head[1] & 0xe0) != 0xe0) return SoundFormat.Unknown;
        if ((head[1] & 0xf6) == 0xf0) return SoundFormat.AacAdts;
        int version = head[1] >> 3 & 3, layer = head[1] >> 1 & 3, bitRate = head[2] >> 4, sampleRate = head[2] >> 2 & 3;
        return version != 1 && layer != 0 && bitRate is not (0 or 15) && sampleRate != 3 ? SoundFormat.Mp3 : SoundFormat.Unknown;
    }

    // Four groups of seven bits; a footer of ten bytes follows where the flag says so.
    private static long Id3Length(ReadOnlySpan<byte> head)
    {
        var size = (head[6] & 0x7fL) << 21 | (head[7] & 0x7fL) << 14 | (head[8] & 0x7fL) << 7 | head[9] & 0x7fL;
        return Id3HeaderBytes + size + ((head[5] & 0x10) != 0 ? Id3HeaderBytes : 0);
    }
}
