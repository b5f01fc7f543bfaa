namespace Audire.Models.Checkpoints.Torch;

/// <summary>A tensor of a torch checkpoint: a strided view on a storage that other tensors may share. Its values are read by <see cref="Checkpoint.Load(string)"/>.</summary>
public sealed class TorchTensor
{
    internal TorchTensor(TorchStorage storage, ElementType type, long[] shape, long[] strides, long offset) =>
        (Storage, Type, Shape, Strides, StorageOffset) = (storage, type, shape, strides, offset);

    /// <summary>How its numbers are stored.</summary>
    public ElementType Type { get; }

    /// <summary>Outermost dimension first; not to be changed.</summary>
    public long[] Shape { get; }

    /// <summary>Steps between neighbours of each dimension, in elements; not to be changed.</summary>
    public long[] Strides { get; }

    /// <summary>First element within the storage.</summary>
    public long StorageOffset { get; }

    /// <summary>The key of its storage; tensors of one key share their values.</summary>
    public string StorageKey => Storage.Key;

    /// <summary>Whether it was saved as a <c>torch.nn.Parameter</c>.</summary>
    public bool IsParameter { get; init; }

    /// <summary>Whether it was being trained.</summary>
    public bool RequiresGrad { get; init; }

    internal TorchStorage Storage { get; }
}
