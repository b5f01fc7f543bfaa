namespace Audire.Audio.Decoding.Containers;

/// <summary>Sony Wave64: WAV whose chunks are named by GUIDs, sized by 64 bits (header included) and aligned to eight bytes.</summary>
internal static class Wave64Decoder
{
    private const int ChunkHeader = 24;

    // {66666972-912E-11CF-A5D6-28DB04C10000}: "riff" and the rest of its GUID.
    public static ReadOnlySpan<byte> Signature => [0x72, 0x69, 0x66, 0x66, 0x2e, 0x91, 0xcf, 0x11, 0xa5, 0xd6, 0x28, 0xdb, 0x04, 0xc1, 0, 0];

    // {........-ACF3-11D3-8CD1-00C04F8EDB8A}: what follows the four letters of every other name.
    private static ReadOnlySpan<byte> NameTail => [0xf3, 0xac, 0xd3, 0x11, 0x8c, 0xd1, 0, 0xc0, 0x4f, 0x8e, 0xdb, 0x8a];

    public static AudioClip Decode(DecodeContext context)
    {
        var source = context.Source;
        source.Take(Signature.Length);
        source.UInt64(); // size of the whole file
        if (Name(source) != "wave") context.Fail(AudioFormatProblem.UnknownFormat, "a Wave64 file without the type 'wave' is not sound");
        WaveFormat? format = null;
        while (source.Remaining > 0)
        {
            var id = Name(source);
            var size = source.UInt64();
            if (size < ChunkHeader) context.Fail(AudioFormatProblem.CorruptHeader, $"its chunk '{id}' claims {size} bytes, fewer than its own header");
            size -= ChunkHeader;
            if (id == "data")
            {
                if (format is null) context.Fail(AudioFormatProblem.MissingChunk, "its samples come before any format chunk");
                return format.Decode(context, size == 0 ? null : size);
            }
            var start = source.Position;
            if (id == "fmt ") format = WaveFormat.Read(context, size);
            Skip(context, start, size, id);
        }
        context.Fail(AudioFormatProblem.MissingChunk, format is null ? "it has neither a format nor a data chunk" : "it has no data chunk");
        return null;
    }

    private static string Name(ByteSource source)
    {
        var guid = source.Take(16);
        return guid[4..].SequenceEqual(NameTail) ? System.Text.Encoding.ASCII.GetString(guid[..4]) : "unknown";
    }

    private static void Skip(DecodeContext context, long start, ulong size, string id)
    {
        var source = context.Source;
        if (size > (ulong)(source.Length - start)) context.Fail(AudioFormatProblem.CorruptHeader, $"its chunk '{id}' claims {size} bytes, more than the file has left");
        source.Seek(Math.Min(start + ((long)size + 7) / 8 * 8, source.Length));
    }
}
