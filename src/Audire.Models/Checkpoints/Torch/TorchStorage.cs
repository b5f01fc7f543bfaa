using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>Finds the storage a pickle refers to.</summary>
internal interface ITorchStorages
{
    /// <summary>The storage of a key, the same object for every reference to it.</summary>
    /// <param name="key">A plain name.</param>
    /// <param name="type">What it holds; null for bytes.</param>
    /// <param name="bytes">Its size as the pickle tells it.</param>
    TorchStorage Find(string key, ElementType? type, long bytes);
}

/// <summary>One storage of a torch checkpoint: bytes in the file, or packed ones that are unfolded when needed. Thread-safe.</summary>
internal sealed class TorchStorage(string key, ElementType? type, long bytes) : IDisposable
{
    private readonly Lock _lock = new();
    private TorchStorageSource? _source;
    private Tensor? _shared;
    private ScalarType _sharedType;
    private bool _verified;

    public string Key => key;

    /// <summary>What it holds; null for bytes that each tensor types itself.</summary>
    public ElementType? Type => type;

    public long Bytes => bytes;

    /// <summary>How many tensors view it, set once all are known: what several tensors view is copied once, not once a tensor.</summary>
    public int Views { get; set; }

    /// <summary>Where the bytes are; set once, before any view is asked for.</summary>
    public void Attach(TorchStorageSource source) => _source = source;

    /// <summary>A view in the caller's dispose scope; shape, strides and offset (elements) were checked against <see cref="Bytes"/>.</summary>
    public Tensor View(ScalarType bits, int elementBytes, long offset, long[] shape, long[] strides)
    {
        var source = _source!;
        lock (_lock)
        {
            if (!_verified) source.Verify();
            _verified = true;
            if (source.CanMap(elementBytes)) return source.Map(bits, elementBytes, offset, shape, strides);
            if (Views <= 1)
            {
                using var own = source.Copy(bits, elementBytes);
                return own.as_strided(shape, strides, offset);
            }
            if (_shared is null || _sharedType != bits)
            {
                _shared?.Dispose();
                _shared = source.Copy(bits, elementBytes).DetachFromDisposeScope();
                _sharedType = bits;
            }
            return _shared.as_strided(shape, strides, offset);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _shared?.Dispose();
            _shared = null;
        }
    }
}
