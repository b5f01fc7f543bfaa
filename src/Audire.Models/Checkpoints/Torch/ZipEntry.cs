namespace Audire.Models.Checkpoints.Torch;

/// <summary>One entry of a zip archive, its two headers found to agree.</summary>
/// <param name="Name">Its path inside the archive.</param>
/// <param name="Deflated">Whether its data is deflated rather than stored.</param>
/// <param name="Checksum">CRC-32 of its content.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Size">Bytes of content.</param>
/// <param name="Offset">Where its data begins in the file.</param>
internal sealed record ZipEntry(string Name, bool Deflated, uint Checksum, long Packed, long Size, long Offset);
