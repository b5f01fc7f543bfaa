using System.Security.Cryptography;
using Audire.Models.Salmonn;

namespace Audire.Models.Chat;

/// <summary>What the encoders said of the recordings heard last, so that each turn of a conversation hears only what is new.</summary>
/// <remarks>Thread-safe. Two requests that bring a new recording at once both encode it.</remarks>
/// <param name="capacityBytes">Memory it may take; a recording that does not fit alone is not kept.</param>
internal sealed class HeardRecordings(long capacityBytes) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(string Hash, IReadOnlyList<EncodedClip> Clips)> _kept = []; // heard last in front
    private long _bytes;

    /// <summary>What the encoders say of a recording.</summary>
    /// <param name="recording">The file's bytes.</param>
    /// <param name="encode">Asks the encoders.</param>
    /// <returns>The caller's.</returns>
    public IReadOnlyList<EncodedClip> Hear(ReadOnlyMemory<byte> recording, Func<IReadOnlyList<EncodedClip>> encode)
    {
        var hash = Convert.ToHexString(SHA256.HashData(recording.Span));
        lock (_gate)
            if (Take(hash) is { } known) return Keep(hash, known);
        var heard = encode();
        lock (_gate)
        {
            Free(Take(hash));
            return Keep(hash, heard);
        }
    }

    /// <summary>Frees what is kept.</summary>
    public void Dispose()
    {
        lock (_gate)
            while (_kept.Last is { } last) Free(Take(last.Value.Hash));
    }

    private IReadOnlyList<EncodedClip>? Take(string hash)
    {
        for (var node = _kept.First; node is not null; node = node.Next)
        {
            if (node.Value.Hash != hash) continue;
            _kept.Remove(node);
            _bytes -= Bytes(node.Value.Clips);
            return node.Value.Clips;
        }
        return null;
    }

    private IReadOnlyList<EncodedClip> Keep(string hash, IReadOnlyList<EncodedClip> clips)
    {
        if (Bytes(clips) > capacityBytes) return clips;
        _kept.AddFirst((hash, clips));
        _bytes += Bytes(clips);
        while (_bytes > capacityBytes) Free(Take(_kept.Last!.Value.Hash));
        return [.. clips.Select(clip => clip.Share())];
    }

    private static long Bytes(IReadOnlyList<EncodedClip> clips) => clips.Sum(clip => clip.Bytes);

    private static void Free(IReadOnlyList<EncodedClip>? clips)
    {
        foreach (var clip in clips ?? []) clip.Dispose();
    }
}
