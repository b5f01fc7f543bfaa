using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Audire.Audio;

/// <summary>The identity of a sound: a hash over what is heard, never over a file or its name.</summary>
internal static class ClipHash
{
    private const int Block = 16 * 1024;

    public static string Compute(float[][] channels, int sampleRate)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> header = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(header, sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], channels.Length);
        hash.AppendData(header);
        foreach (var channel in channels) Append(hash, channel);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<float> samples)
    {
        var words = MemoryMarshal.Cast<float, int>(samples);
        if (BitConverter.IsLittleEndian)
        {
            for (; !words.IsEmpty; words = words[Math.Min(Block, words.Length)..])
                hash.AppendData(MemoryMarshal.AsBytes(words[..Math.Min(Block, words.Length)]));
            return;
        }
        var swapped = new int[Block];
        for (; !words.IsEmpty; words = words[Math.Min(Block, words.Length)..])
        {
            var part = words[..Math.Min(Block, words.Length)];
            BinaryPrimitives.ReverseEndianness(part, swapped);
            hash.AppendData(MemoryMarshal.AsBytes(swapped.AsSpan(0, part.Length)));
        }
    }
}
