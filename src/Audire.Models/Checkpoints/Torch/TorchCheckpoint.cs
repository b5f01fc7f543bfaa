using static TorchSharp.torch;

namespace Audire.Models.Checkpoints.Torch;

/// <summary>
/// What <c>torch.save</c> wrote: the zip format since 1.6, or the stream before it. Tensors are named by their path in the saved object, joined by
/// "/"; <see cref="Checkpoint.StateDict"/> gives a model's parameters under their own names. Thread-safe.
/// </summary>
/// <remarks>
/// No Python object is made and nothing is called: <c>collections.OrderedDict</c>, sets, bytes, tensors and parameters are rebuilt as inert values, every
/// other name in the file is refused. Stored entries are mapped, and read once in full when first loaded, for their checksum.
/// </remarks>
public sealed class TorchCheckpoint : Checkpoint
{
    // Where training scripts put a model's parameters.
    private static readonly string[] StateDictKeys = ["model", "state_dict", "model_state_dict", "module", "net"];

    private readonly TensorFile _file;
    private readonly OrderedDictionary<string, TorchTensor> _views;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private TorchCheckpoint(TensorFile file, object? root, TorchFlattener flat)
        : base(file.Path, "torch")
    {
        (_file, Root, _views, Metadata) = (file, root, flat.Tensors, flat.Scalars);
        foreach (var (name, view) in _views)
        {
            var elements = TensorSize.Elements(view.Shape)!.Value;
            _tensors.Add(name, new(name, view.Type, view.Shape, elements * view.Type.BlockBytes()));
        }
        foreach (var views in _views.Values.GroupBy(view => view.Storage)) views.Key.Views = views.Count();
    }

    /// <summary>
    /// The saved object. Python's values become null, bool, long or BigInteger, double, string, byte[], <see cref="TorchTensor"/>, and of these
    /// <see cref="List{T}"/> of object (lists), object[] (tuples), <see cref="OrderedDictionary{TKey, TValue}"/> from object to object, <see cref="HashSet{T}"/> of object. Not to be changed.
    /// </summary>
    public object? Root { get; }

    /// <summary>Texts, numbers and truth values of the saved object by their path.</summary>
    public override IReadOnlyDictionary<string, MetadataValue> Metadata { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc/>
    public override Checkpoint StateDict()
    {
        if (Root is not OrderedDictionary<object, object?> root || root.Values.Any(value => value is TorchTensor)) return this;
        var key = StateDictKeys.FirstOrDefault(key => root.TryGetValue(key, out var value) && value is OrderedDictionary<object, object?>);
        return key is null ? this : new StateDictView(this, key + "/");
    }

    /// <summary>Reads the pickles and takes the file over; on failure the file stays with the caller.</summary>
    internal static TorchCheckpoint Read(TensorFile file, bool zip)
    {
        var faults = new PickleFaults(file.Path);
        object? root;
        if (zip)
        {
            var archive = new TorchArchive(file);
            root = PickleMachine.Run(archive.Pickle(), faults, new(faults, new ArchiveStorages(file, archive, faults)));
        }
        else
        {
            root = TorchStream.Read(file, faults);
        }
        var flat = new TorchFlattener(faults);
        flat.Walk(root);
        return new(file, root, flat);
    }

    private protected override Tensor Load(TensorEntry entry)
    {
        var view = _views[entry.Name];
        return PlainTensors.Load(Path, entry, (bits, width) => view.Storage.View(bits, width, view.StorageOffset, view.Shape, view.Strides));
    }

    private protected override Tensor LoadBlocks(TensorEntry entry)
    {
        using var scope = NewDisposeScope();
        var view = _views[entry.Name];
        var bits = view.Storage.View(PlainTensors.BitsOf(entry.Type), entry.Type.BlockBytes(), view.StorageOffset, view.Shape, view.Strides).contiguous();
        var bytes = empty([entry.Shape.Length == 0 ? 1 : TensorSize.Elements(entry.Shape.AsSpan(..^1))!.Value, entry.Columns * entry.Type.BlockBytes()], ScalarType.Byte);
        bits.bytes.CopyTo(bytes.bytes);
        return bytes.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var view in _views.Values) view.Storage.Dispose();
        _file.Dispose();
    }
}
