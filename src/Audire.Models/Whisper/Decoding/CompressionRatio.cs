using System.IO.Compression;
using System.Text;

namespace Audire.Models.Whisper.Decoding;

/// <summary>How well a text compresses: a decoder caught in a loop writes text that shrinks to almost nothing.</summary>
/// <remarks>Bytes of UTF-8 over bytes of zlib; above 2.4 is taken for a loop (Radford et al. 2022, section 4.5).</remarks>
internal static class CompressionRatio
{
    /// <summary>The ratio; below 1 for short texts, 0 for the empty text.</summary>
    public static double Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        using var compressed = new MemoryStream();

        // The strongest level searches as the classic zlib's default does, so the ratio is the published one.
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true)) zlib.Write(bytes);
        return bytes.Length / (double)Math.Max(compressed.Length, EmptyLength);
    }

    // What zlib writes for nothing: header, one empty block, checksum. .NET writes nothing at all then.
    private const int EmptyLength = 8;
}
