using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>Where the bytes of a storage come from.</summary>
internal abstract class TorchStorageSource
{
    /// <summary>Checks the bytes against their checksum, where there is one to be checked apart from reading them.</summary>
    public virtual void Verify()
    {
    }

    /// <summary>Whether elements of this size can be viewed in the file itself.</summary>
    public abstract bool CanMap(int elementBytes);

    /// <summary>A view of the mapped file.</summary>
    public abstract Tensor Map(ScalarType bits, int elementBytes, long offset, long[] shape, long[] strides);

    /// <summary>The whole storage as a flat tensor of its own.</summary>
    public abstract Tensor Copy(ScalarType bits, int elementBytes);
}

/// <summary>Bytes that lie in the file as they are.</summary>
internal sealed class PlainStorage(TensorFile file, long start, long bytes, Action? verify) : TorchStorageSource
{
    public override void Verify() => verify?.Invoke();

    public override bool CanMap(int elementBytes) => start % elementBytes == 0;

    public override Tensor Map(ScalarType bits, int elementBytes, long offset, long[] shape, long[] strides) =>
        file.View(bits, elementBytes, start + offset * elementBytes, shape, strides);

    public override Tensor Copy(ScalarType bits, int elementBytes) => file.Copy(bits, elementBytes, start, bytes / elementBytes);
}

/// <summary>A deflated entry of an archive.</summary>
internal sealed class PackedStorage(TorchArchive archive, ZipEntry entry) : TorchStorageSource
{
    public override bool CanMap(int elementBytes) => false;

    public override Tensor Map(ScalarType bits, int elementBytes, long offset, long[] shape, long[] strides) => throw new NotSupportedException("Deflated data cannot be mapped.");

    public override Tensor Copy(ScalarType bits, int elementBytes)
    {
        var unpacked = archive.Unpack(entry);
        var flat = empty(unpacked.Length / elementBytes, bits);
        unpacked.AsSpan(0, unpacked.Length / elementBytes * elementBytes).CopyTo(flat.bytes);
        return flat;
    }
}
