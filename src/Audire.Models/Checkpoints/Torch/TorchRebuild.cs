using System.Numerics;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>Builds tensors from the arguments torch pickles them with; shape, strides and offset must stay within the storage.</summary>
internal sealed class TorchRebuild(PickleFaults faults)
{
    // A view that repeats its values this often, and to this size, is a trap for whoever copies it.
    private const long MaxRepeats = 16;
    private const long MaxRepeated = 1L << 28;

    /// <summary><c>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata])</c>.</summary>
    public TorchTensor Tensor(object?[] arguments)
    {
        if (arguments is not { Length: 6 or 7 } || arguments[0] is not TorchStorage { Type: { } type } storage) throw Malformed();
        return Tensor(storage, type, arguments);
    }

    /// <summary><c>_rebuild_tensor_v3(storage, offset, size, stride, requires_grad, hooks, dtype[, metadata])</c>, over a storage of bytes.</summary>
    public TorchTensor TensorOfDtype(object?[] arguments)
    {
        if (arguments is not { Length: 7 or 8 } || arguments[0] is not TorchStorage storage || arguments[6] is not TorchGlobal.Dtype dtype) throw Malformed();
        return Tensor(storage, dtype.Type, arguments);
    }

    /// <summary><c>_rebuild_parameter(data, requires_grad, hooks)</c>.</summary>
    public TorchTensor Parameter(object?[] arguments)
    {
        if (arguments is not [TorchTensor data, bool requiresGrad, _]) throw faults.Bad("makes a parameter of something other than a tensor");
        return new(data.Storage, data.Type, data.Shape, data.Strides, data.StorageOffset) { IsParameter = true, RequiresGrad = requiresGrad };
    }

    private TorchTensor Tensor(TorchStorage storage, ElementType type, object?[] arguments)
    {
        if (arguments[1] is not (long or BigInteger) || arguments[2] is not object?[] size || arguments[3] is not object?[] stride || arguments[4] is not bool requiresGrad)
            throw Malformed();
        if (size.Length != stride.Length || size.Length > TensorSize.MaxDimensions)
            throw faults.Fault(CheckpointFault.BadDims, $"has a tensor of {size.Length} sizes and {stride.Length} strides");
        var shape = Array.ConvertAll(size, Dimension);
        var strides = Array.ConvertAll(stride, Dimension);
        var capacity = storage.Bytes / type.BlockBytes();
        if (arguments[1] is not long offset || offset < 0 || offset > capacity)
            throw faults.Fault(CheckpointFault.OffsetOutOfRange, $"has a tensor at offset {arguments[1]} of a storage of {capacity} elements");
        Check(type, shape, strides, offset, capacity);
        return new(storage, type, shape, strides, offset) { RequiresGrad = requiresGrad };
    }

    private void Check(ElementType type, long[] shape, long[] strides, long offset, long capacity)
    {
        long elements, extent;
        try
        {
            elements = TensorSize.Elements(shape) ?? throw new OverflowException();
            _ = TensorSize.Bytes(type, elements) ?? throw new OverflowException();
            extent = Strides.Extent(shape, strides);
        }
        catch (OverflowException)
        {
            throw faults.Fault(CheckpointFault.SizeOverflow, "has a tensor whose size passes 64 bits");
        }
        if (extent > capacity - offset)
            throw faults.Fault(CheckpointFault.OffsetOutOfRange, $"has a tensor that reaches element {offset} + {extent} of a storage of {capacity}");
        if (elements > MaxRepeated && elements / MaxRepeats > capacity)
            throw faults.Fault(CheckpointFault.TooLarge, $"has a tensor of {elements} elements that repeats a storage of {capacity}");
    }

    private long Dimension(object? value) => value switch
    {
        long and >= 0 => (long)value,
        BigInteger { Sign: > 0 } => throw faults.Fault(CheckpointFault.SizeOverflow, "has a tensor whose size passes 64 bits"),
        long or BigInteger => throw faults.Fault(CheckpointFault.BadDims, $"has a tensor with a size or stride of {value}"),
        _ => throw Malformed(),
    };

    private CheckpointException Malformed() => faults.Bad("rebuilds a tensor from something other than a storage, an offset, sizes and strides");
}
