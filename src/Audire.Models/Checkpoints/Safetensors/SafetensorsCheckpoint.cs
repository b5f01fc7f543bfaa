using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Safetensors;

/// <summary>One safetensors file: 8 bytes of header length, a JSON header, the data. Thread-safe.</summary>
internal sealed class SafetensorsCheckpoint : Checkpoint
{
    private readonly TensorFile _file;
    private readonly Dictionary<string, LocatedTensor> _located = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private SafetensorsCheckpoint(TensorFile file, SafetensorsHeader header)
        : base(file.Path, "safetensors")
    {
        _file = file;
        Metadata = header.Metadata;
        foreach (var record in header.Tensors)
        {
            _tensors.Add(record.Entry.Name, record.Entry);
            _located.Add(record.Entry.Name, new(file, record.Entry, header.DataStart + record.Begin));
        }
    }

    /// <summary>Reads the header and takes the file over; on failure the file stays with the caller.</summary>
    public static SafetensorsCheckpoint Read(TensorFile file) => new(file, SafetensorsHeader.Read(file));

    public override IReadOnlyDictionary<string, MetadataValue> Metadata { get; }

    public override IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    private protected override Tensor Load(TensorEntry entry) => _located[entry.Name].Load();

    private protected override Tensor LoadBlocks(TensorEntry entry) => _located[entry.Name].LoadBytes();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _file.Dispose();
    }
}
