namespace Audire.Audio.Decoding.Flac;

/// <summary>The metadata blocks before the first frame: STREAMINFO is read, all others are skipped by their length (RFC 9639, section 8).</summary>
internal static class FlacMetadata
{
    private const int StreamInfoType = 0, ForbiddenType = 127;

    /// <summary>Reads from the signature up to the first frame.</summary>
    public static FlacStreamInfo Read(DecodeContext context)
    {
        var source = context.Source;
        if (source.FourCharacters() != "fLaC") context.Fail(AudioFormatProblem.UnknownFormat, "it does not start with 'fLaC'");
        FlacStreamInfo? info = null;
        bool last;
        do
        {
            var header = source.Take(4);
            last = (header[0] & 0x80) != 0;
            int type = header[0] & 0x7f, length = header[1] << 16 | header[2] << 8 | header[3];
            if (type == ForbiddenType) context.Fail(AudioFormatProblem.CorruptHeader, "a metadata block has the forbidden type 127");
            if ((type == StreamInfoType) != (info is null))
                context.Fail(AudioFormatProblem.CorruptHeader, info is null ? $"its first metadata block has type {type} instead of STREAMINFO" : "it has a second STREAMINFO block");
            if (type == StreamInfoType && length != FlacStreamInfo.Size)
                context.Fail(AudioFormatProblem.CorruptHeader, $"its STREAMINFO block has {length} bytes instead of {FlacStreamInfo.Size}");
            if (length > source.Remaining) context.Fail(AudioFormatProblem.TruncatedHeader, $"the file ends inside a metadata block of {length} bytes");
            if (type == StreamInfoType) info = FlacStreamInfo.Read(context);
            else source.Seek(source.Position + length);
        }
        while (!last);
        return info!;
    }
}
