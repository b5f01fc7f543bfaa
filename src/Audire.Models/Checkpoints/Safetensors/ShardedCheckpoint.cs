using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Safetensors;

/// <summary>A checkpoint cut into several files that an index (<c>*.index.json</c>) joins, as Hugging Face lays them out. Thread-safe.</summary>
internal sealed class ShardedCheckpoint : Checkpoint
{
    private readonly Dictionary<string, Checkpoint> _shards;
    private readonly Dictionary<string, Checkpoint> _shardOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private ShardedCheckpoint(string path, Dictionary<string, Checkpoint> shards, ShardIndex index)
        : base(path, shards.Values.FirstOrDefault()?.Format ?? "safetensors")
    {
        _shards = shards;
        Metadata = index.Metadata;
        foreach (var (name, file) in index.FileOf)
        {
            if (!shards[file].Tensors.TryGetValue(name, out var entry))
                throw new CheckpointException(path, name, CheckpointFault.MissingTensor, $"is listed but not in {CheckpointException.Quote(file)}");
            _shardOf.Add(name, shards[file]);
            _tensors.Add(name, entry);
        }
        foreach (var (file, shard) in shards)
            foreach (var name in shard.Tensors.Keys)
                if (!index.FileOf.TryGetValue(name, out var listed) || listed != file)
                    throw new CheckpointException(path, name, CheckpointFault.UnlistedTensor, $"is in {CheckpointException.Quote(file)} but not listed for it");
    }

    /// <summary>Opens the index and every shard it names, which must lie beside it.</summary>
    public static ShardedCheckpoint OpenIndex(string path)
    {
        var index = ShardIndex.Read(path);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var shards = new Dictionary<string, Checkpoint>(StringComparer.Ordinal);
        try
        {
            foreach (var file in index.FileOf.Values.Distinct(StringComparer.Ordinal))
            {
                var shard = System.IO.Path.Combine(folder, file);
                if (!File.Exists(shard)) throw new CheckpointException(path, null, CheckpointFault.MissingFile, $"names the shard {CheckpointException.Quote(file)}, which is absent");
                shards.Add(file, CheckpointFormats.OpenFile(shard));
            }
            return new(path, shards, index);
        }
        catch
        {
            foreach (var shard in shards.Values) shard.Dispose();
            throw;
        }
    }

    public override IReadOnlyDictionary<string, MetadataValue> Metadata { get; }

    public override IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    private protected override Tensor Load(TensorEntry entry) => _shardOf[entry.Name].LoadThrough(entry);

    private protected override Tensor LoadBlocks(TensorEntry entry) => _shardOf[entry.Name].LoadBlocksThrough(entry);

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var shard in _shards.Values) shard.Dispose();
    }
}
