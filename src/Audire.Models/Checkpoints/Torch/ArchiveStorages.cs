namespace Audire.Models.Checkpoints.Torch;

/// <summary>Storages that are entries of a zip archive.</summary>
internal sealed class ArchiveStorages(TensorFile file, TorchArchive archive, PickleFaults faults) : ITorchStorages
{
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    public TorchStorage Find(string key, ElementType? type, long bytes)
    {
        if (_storages.TryGetValue(key, out var known))
            return known.Bytes == bytes && known.Type == type ? known : throw faults.Fault(CheckpointFault.SizeMismatch, $"describes storage {CheckpointException.Quote(key)} in two ways");
        var entry = archive.Storage(key);
        if (entry.Size != bytes) throw faults.Fault(CheckpointFault.SizeMismatch, $"has {entry.Size} bytes for storage {CheckpointException.Quote(key)}, which claims {bytes}");
        var storage = new TorchStorage(key, type, bytes);
        storage.Attach(entry.Deflated ? new PackedStorage(archive, entry) : new PlainStorage(file, entry.Offset, bytes, () => archive.Verify(entry)));
        _storages.Add(key, storage);
        return storage;
    }
}
