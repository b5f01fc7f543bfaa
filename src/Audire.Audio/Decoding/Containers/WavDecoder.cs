namespace Audire.Audio.Decoding.Containers;

/// <summary>WAV in its RIFF, RIFX (big-endian), RF64 and BW64 forms (Microsoft RIFF; EBU Tech 3306; ITU-R BS.2088).</summary>
internal static class WavDecoder
{
    // Streaming writers do not know the size beforehand: all ones, or the largest signed size (SoX rounds it down to whole pages).
    private const uint UnknownSize = 0xffff_ffff, SoxUnknownFirst = 0x7fff_f000, SoxUnknownLast = 0x7fff_ffff;

    public static AudioClip Decode(DecodeContext context)
    {
        var source = context.Source;
        var container = source.FourCharacters();
        source.BigEndian = container == "RIFX";
        var riffSize = source.UInt32();
        if (source.FourCharacters() is not "WAVE" and var form) context.Fail(AudioFormatProblem.UnknownFormat, $"a {container} file of type '{form}' is not WAV");
        var isLong = container is "RF64" or "BW64";
        ulong? longSize = null;
        WaveFormat? format = null;
        while (source.Remaining > 0)
        {
            var id = source.FourCharacters();
            ulong size = source.UInt32();
            switch (id)
            {
                case "data":
                    if (format is null) context.Fail(AudioFormatProblem.MissingChunk, "its samples come before any format chunk");
                    if (isLong && longSize is null) context.Fail(AudioFormatProblem.MissingChunk, $"an {container} file needs a ds64 chunk before its samples");
                    return format.Decode(context, isLong && size == UnknownSize ? longSize : KnownSize((uint)size, riffSize));
                case "fmt ":
                    var read = WaveFormat.Read(context, size);
                    if (format is not null && format != read) context.Fail(AudioFormatProblem.CorruptHeader, "it has two format chunks that differ");
                    format = read;
                    Skip(context, size % 2, id);
                    break;
                case "ds64" when isLong && size >= 16:
                    source.UInt64(); // size of the whole file
                    longSize = source.UInt64();
                    Skip(context, size - 16 + size % 2, id);
                    break;
                default:
                    Skip(context, size + size % 2, id); // chunks are padded to even sizes
                    break;
            }
        }
        context.Fail(AudioFormatProblem.MissingChunk, format is null ? "it has neither a format nor a data chunk" : "it has no data chunk");
        return null;
    }

    private static ulong? KnownSize(uint dataSize, uint riffSize) => dataSize switch
    {
        UnknownSize or (>= SoxUnknownFirst and <= SoxUnknownLast) => null,
        0 when riffSize is 0 or UnknownSize => null,
        _ => dataSize,
    };

    private static void Skip(DecodeContext context, ulong size, string id)
    {
        var source = context.Source;
        // The pad byte of the last chunk is often left out.
        if (size > (ulong)source.Remaining + 1) context.Fail(AudioFormatProblem.CorruptHeader, $"its chunk '{id}' claims {size} bytes, more than the file has left");
        source.Seek(Math.Min(source.Position + (long)size, source.Length));
    }
}
