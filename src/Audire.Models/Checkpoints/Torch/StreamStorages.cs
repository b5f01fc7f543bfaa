namespace Audire.Models.Checkpoints.Torch;

/// <summary>Storages of the stream format, whose bytes follow the pickles: known by name first, placed afterwards.</summary>
internal sealed class StreamStorages(PickleFaults faults) : ITorchStorages
{
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);
    private readonly HashSet<string> _placed = new(StringComparer.Ordinal);

    public TorchStorage Find(string key, ElementType? type, long bytes)
    {
        if (!_storages.TryGetValue(key, out var known)) return _storages[key] = new(key, type, bytes);
        return known.Bytes == bytes && known.Type == type ? known : throw faults.Fault(CheckpointFault.SizeMismatch, $"describes storage {CheckpointException.Quote(key)} in two ways");
    }

    /// <summary>Reads the element counts between the storages and notes where each begins.</summary>
    public void Place(TensorFile file, ByteCursor cursor, IEnumerable<object?> keys)
    {
        foreach (var key in keys)
        {
            if (key is not string name || !_storages.TryGetValue(name, out var storage) || !_placed.Add(name))
                throw faults.Bad("lists a storage that no tensor has, or one twice");
            var width = storage.Type?.BlockBytes() ?? 1;
            var elements = cursor.U64();
            if (elements != (ulong)(storage.Bytes / width)) throw faults.Fault(CheckpointFault.SizeMismatch, $"has {elements} elements for storage {CheckpointException.Quote(name)}, which claims {storage.Bytes / width}");
            storage.Attach(new PlainStorage(file, cursor.Position, storage.Bytes, verify: null));
            cursor.Skip(storage.Bytes);
        }
        if (_placed.Count != _storages.Count) throw faults.Fault(CheckpointFault.MissingEntry, "lacks the values of a storage that a tensor views");
    }
}
