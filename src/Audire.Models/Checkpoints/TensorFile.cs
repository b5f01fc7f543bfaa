using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>
/// A file of tensors: positioned reads for headers, one lazy private mapping of the whole file a libtorch type for data.
/// Thread-safe. Tensors it hands out hold the mapping themselves, so they outlive <see cref="Dispose"/>.
/// </summary>
internal sealed class TensorFile : IDisposable
{
    private const int CopyChunk = 1 << 28;

    private readonly SafeFileHandle _handle;
    private readonly Dictionary<ScalarType, Tensor> _mappings = [];
    private readonly Lock _lock = new();
    private bool _disposed;

    public TensorFile(string path)
    {
        Path = path;
        try
        {
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            Length = RandomAccess.GetLength(_handle);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException(path, null, CheckpointFault.NotReadable, "there is no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CheckpointException(path, null, CheckpointFault.NotReadable, $"cannot be opened: {e.Message.TrimEnd('.')}", e);
        }
    }

    public string Path { get; }

    /// <summary>Bytes in the file when it was opened.</summary>
    public long Length { get; }

    /// <summary>Fills the span from the offset; a file that ends earlier is <see cref="CheckpointFault.Truncated"/>.</summary>
    public void Read(long offset, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                var got = RandomAccess.Read(_handle, destination, offset);
                if (got == 0) throw Fault(CheckpointFault.Truncated, $"ends at byte {Length}, before what its header promises");
                offset += got;
                destination = destination[got..];
            }
        }
        catch (Exception e) when (e is not CheckpointException and (IOException or UnauthorizedAccessException))
        {
            throw new CheckpointException(Path, null, CheckpointFault.NotReadable, $"cannot be read: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>
    /// Values at a byte offset as a tensor in the caller's dispose scope: a view of the mapping where the offset is a multiple of the
    /// element size, else a copy. Strides and offset count elements; the caller has checked that all lie within the file.
    /// </summary>
    public Tensor View(ScalarType type, int elementBytes, long offset, long[] shape, long[] strides)
    {
        if (offset % elementBytes == 0 && Length >= elementBytes)
            return Mapping(type, elementBytes).as_strided(shape, strides, offset / elementBytes);
        var extent = Strides.Extent(shape, strides);
        using var flat = Copy(type, elementBytes, offset, extent);
        return flat.as_strided(shape, strides, 0);
    }

    /// <summary>Consecutive elements copied out of the file, [elements], in the caller's dispose scope.</summary>
    public Tensor Copy(ScalarType type, int elementBytes, long offset, long elements)
    {
        var copy = empty(elements, type);
        try
        {
            var chunk = CopyChunk / elementBytes;
            for (long at = 0; at < elements; at += chunk)
            {
                using var part = copy.narrow(0, at, Math.Min(chunk, elements - at));
                Read(offset + at * elementBytes, part.bytes);
            }
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>A fault of the file as a whole.</summary>
    public CheckpointException Fault(CheckpointFault kind, string reason) => new(Path, null, kind, reason);

    /// <summary>Lets go of the file; tensors already handed out stay valid.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var mapping in _mappings.Values) mapping.Dispose();
            _mappings.Clear();
        }
        _handle.Dispose();
    }

    private Tensor Mapping(ScalarType type, int elementBytes)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_mappings.TryGetValue(type, out var mapping)) return mapping;
            try
            {
                // Detached: the mapping belongs to this file, not to whichever dispose scope happened to be open.
                mapping = from_file(Path, shared: false, size: Length / elementBytes, dtype: type).DetachFromDisposeScope();
            }
            catch (System.Runtime.InteropServices.ExternalException e)
            {
                throw new CheckpointException(Path, null, CheckpointFault.NotReadable, "cannot be mapped into memory; it may have changed since it was opened", e);
            }
            return _mappings[type] = mapping;
        }
    }
}
