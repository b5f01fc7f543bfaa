using System.Runtime.InteropServices;

namespace Audire.Audio.Decoding;

/// <summary>A read-only stream over memory; without a copy where an array lies beneath.</summary>
internal static class ReadOnlyMemoryStream
{
    public static MemoryStream Over(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetArray(memory, out var segment)
        ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new(memory.ToArray(), writable: false);
}
