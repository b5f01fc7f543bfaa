using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>Keys and values of one layer over the positions seen so far, in buffers that grow by doubling.</summary>
internal sealed class KeyValueCache(long rows, long heads, long width, Device device) : IDisposable
{
    private const long FirstCapacity = 256;

    private long _rows = rows;
    private long _capacity;
    private Tensor? _keys;   // [B, K, capacity, D]
    private Tensor? _values; // [B, K, capacity, D]

    /// <summary>All slots for keys, [B, K, capacity, D]; of those that hold none yet the contents mean nothing.</summary>
    public Tensor KeyBuffer => _keys!;

    /// <summary>All slots for values.</summary>
    public Tensor ValueBuffer => _values!;

    /// <summary>Stores new positions behind the old ones.</summary>
    /// <param name="start">Positions held already.</param>
    /// <param name="count">New positions, T.</param>
    /// <param name="keys">[B, K, T, D]; copied.</param>
    /// <param name="values">[B, K, T, D]; copied.</param>
    public void Write(long start, long count, Tensor keys, Tensor values)
    {
        Reserve(start + count);
        _keys!.narrow(2, start, count).copy_(keys);
        _values!.narrow(2, start, count).copy_(values);
    }

    /// <summary>Keys of a range of positions, [B, K, <paramref name="count"/>, D]; a view.</summary>
    public Tensor Keys(long start, long count) => _keys!.narrow(2, start, count);

    /// <summary>Values of a range of positions; a view.</summary>
    public Tensor Values(long start, long count) => _values!.narrow(2, start, count);

    /// <summary>Takes rows by number, in the given order, with repetition.</summary>
    /// <param name="parents">[B'], int64.</param>
    /// <param name="length">Positions held.</param>
    public void Reorder(Tensor parents, long length)
    {
        _rows = parents.shape[0];
        if (_keys is null) return;
        (_keys, _values) = (Picked(_keys), Picked(_values!));

        Tensor Picked(Tensor buffer)
        {
            var next = empty([_rows, heads, _capacity, width], ScalarType.Float32, device).DetachFromDisposeScope();
            using var used = buffer.narrow(2, 0, length);
            using var chosen = used.index_select(0, parents);
            using var slots = next.narrow(2, 0, length);
            slots.copy_(chosen);
            buffer.Dispose();
            return next;
        }
    }

    /// <summary>A copy of its own.</summary>
    public KeyValueCache Fork()
    {
        var copy = new KeyValueCache(_rows, heads, width, device) { _capacity = _capacity };
        if (_keys is null) return copy;
        copy._keys = _keys.clone().DetachFromDisposeScope();
        copy._values = _values!.clone().DetachFromDisposeScope();
        return copy;
    }

    public void Dispose()
    {
        _keys?.Dispose();
        _values?.Dispose();
    }

    /// <summary>Makes room for so many positions in all.</summary>
    public void Reserve(long positions)
    {
        if (_capacity >= positions) return;
        _capacity = Math.Max(Math.Max(FirstCapacity, positions), 2 * _capacity);
        (_keys, _values) = (Larger(_keys), Larger(_values));

        Tensor Larger(Tensor? buffer)
        {
            var next = empty([_rows, heads, _capacity, width], ScalarType.Float32, device).DetachFromDisposeScope();
            if (buffer is null) return next;
            using var slots = next.narrow(2, 0, buffer.shape[2]);
            slots.copy_(buffer);
            buffer.Dispose();
            return next;
        }
    }
}
