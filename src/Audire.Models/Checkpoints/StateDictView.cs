using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>The tensors of a checkpoint below one container, under the names they have there.</summary>
internal sealed class StateDictView : Checkpoint
{
    private readonly Checkpoint _whole;
    private readonly Dictionary<string, TensorEntry> _inWhole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    public StateDictView(Checkpoint whole, string prefix)
        : base(whole.Path, whole.Format)
    {
        _whole = whole;
        foreach (var (name, entry) in whole.Tensors)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var own = name[prefix.Length..];
            _inWhole.Add(own, entry);
            _tensors.Add(own, entry with { Name = own });
        }
    }

    public override IReadOnlyDictionary<string, MetadataValue> Metadata => _whole.Metadata;

    public override IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    private protected override Tensor Load(TensorEntry entry) => _whole.LoadThrough(_inWhole[entry.Name]);

    private protected override Tensor LoadBlocks(TensorEntry entry) => _whole.LoadBlocksThrough(_inWhole[entry.Name]);

    protected override void Dispose(bool disposing)
    {
        // The files belong to the whole.
    }
}
