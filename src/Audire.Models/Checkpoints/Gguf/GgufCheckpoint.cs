using Audire.Models.Checkpoints.Gguf.Blocks;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Gguf;

/// <summary>One GGUF file. Thread-safe. Quantised tensors load as float32; <see cref="Checkpoint.LoadBlocks(string)"/> gives their blocks.</summary>
internal sealed class GgufCheckpoint : Checkpoint
{
    private readonly TensorFile _file;
    private readonly Dictionary<string, LocatedTensor> _located;
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private GgufCheckpoint(TensorFile file, GgufHeader header)
        : base(file.Path, "gguf")
    {
        _file = file;
        Metadata = header.Metadata;
        _located = header.Tensors.ToDictionary(tensor => tensor.Entry.Name, StringComparer.Ordinal);
        foreach (var tensor in header.Tensors) _tensors.Add(tensor.Entry.Name, tensor.Entry);
    }

    /// <summary>Reads the header and takes the file over; on failure the file stays with the caller.</summary>
    public static GgufCheckpoint Read(TensorFile file) => new(file, GgufHeader.Read(file));

    public override IReadOnlyDictionary<string, MetadataValue> Metadata { get; }

    public override IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    private protected override Tensor Load(TensorEntry entry)
    {
        var located = _located[entry.Name];
        if (!entry.Type.IsQuantised()) return located.Load();
        using var blocks = located.LoadBytes(); // [rows, bytes a row]
        return BlockDecoder.Decode(entry.Type, blocks, entry.Shape);
    }

    private protected override Tensor LoadBlocks(TensorEntry entry) => _located[entry.Name].LoadBytes();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
    }
}
