using Audire.Models.Checkpoints.Gguf.Blocks;
using static TorchSharp.torch;

namespace Audire.Models.Checkpoints;

/// <summary>
/// An open file of named tensors, in whatever format: safetensors (one file or shards), GGUF, or what <c>torch.save</c> writes.
/// Opening reads headers only; tensors are mapped where the layout allows, so loading does not copy the file into memory.
/// </summary>
/// <remarks>
/// Safe to read from many threads. A loaded tensor keeps its mapping alive by itself: the checkpoint may be disposed first.
/// A mapped tensor is private to this process (writing to it never reaches the file), but the file must not be cut short while
/// tensors of it live. Files are untrusted: every count, offset and size is checked, and faults are <see cref="CheckpointException"/>s.
/// </remarks>
public abstract class Checkpoint : IDisposable
{
    /// <summary>For the readers of each format.</summary>
    /// <param name="path">The file or folder that was opened.</param>
    /// <param name="format">"safetensors", "gguf" or "torch".</param>
    private protected Checkpoint(string path, string format) => (Path, Format) = (path, format);

    /// <summary>
    /// Opens a checkpoint by its content: a file of any known format, an index of shards (<c>*.index.json</c>), or a folder that holds one of these.
    /// </summary>
    /// <exception cref="CheckpointException">The file is absent, damaged, hostile, or of no known format.</exception>
    public static Checkpoint Open(string path) => CheckpointFormats.Open(path);

    /// <summary>The file or folder that was opened.</summary>
    public string Path { get; }

    /// <summary>"safetensors", "gguf" or "torch".</summary>
    public string Format { get; }

    /// <summary>What the file says about itself, by key, in the file's order; see <see cref="MetadataValue"/>.</summary>
    public abstract IReadOnlyDictionary<string, MetadataValue> Metadata { get; }

    /// <summary>All tensors by name, in the file's order.</summary>
    public abstract IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>
    /// The values of a tensor, shaped as its entry says, owned by the caller's dispose scope. Plain types come as stored, mapped where
    /// the offset allows; quantised blocks and 8-bit floats become float32, unsigned integers the next wider signed type.
    /// </summary>
    /// <exception cref="CheckpointException">No such tensor, or values its type does not allow.</exception>
    public Tensor Load(string name) => Load(Entry(name));

    /// <summary>
    /// The stored bytes of a tensor as uint8, [rows, bytes a row], owned by the caller's dispose scope: for repacking quantised blocks without
    /// requantising them. A row is the last dimension; a scalar is one row.
    /// </summary>
    /// <exception cref="CheckpointException">No such tensor.</exception>
    public Tensor LoadBlocks(string name) => LoadBlocks(Entry(name));

    /// <summary>
    /// A matrix stored in 4-bit blocks of linear codes (Q4_0, Q4_1) as codes, scales and zeros in the caller's dispose scope: exact, not
    /// requantised. Null where it is stored otherwise (IQ4_NL too: its levels are not evenly spaced).
    /// </summary>
    /// <exception cref="CheckpointException">No such tensor.</exception>
    public Q4Blocks? LoadQ4(string name)
    {
        var entry = Entry(name);
        if (!BlockRepacking.IsQ4(entry.Type)) return null;
        using var blocks = LoadBlocks(entry);
        return BlockRepacking.ToQ4(entry.Type, blocks);
    }

    /// <summary>A matrix stored in Q8_0 blocks as codes and scales in the caller's dispose scope; null where it is stored otherwise.</summary>
    /// <exception cref="CheckpointException">No such tensor.</exception>
    public Q8Blocks? LoadQ8(string name)
    {
        var entry = Entry(name);
        if (entry.Type != ElementType.Q8_0) return null;
        using var blocks = LoadBlocks(entry);
        return BlockRepacking.ToQ8(blocks);
    }

    /// <summary>
    /// The part that holds a model's parameters under their own dotted names. The checkpoint itself for most formats; for a training
    /// checkpoint of torch such as <c>{"model": {"a.b": …}, "optimizer": …}</c> a view of its state dict. Dispose only the original.
    /// </summary>
    public virtual Checkpoint StateDict() => this;

    /// <summary>Lets go of the files. Tensors already loaded stay valid.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the files.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>As <see cref="Load(string)"/>, the entry found.</summary>
    private protected abstract Tensor Load(TensorEntry entry);

    /// <summary>As <see cref="LoadBlocks(string)"/>, the entry found.</summary>
    private protected abstract Tensor LoadBlocks(TensorEntry entry);

    // Views read through the checkpoint they belong to.
    internal Tensor LoadThrough(TensorEntry entry) => Load(entry);

    internal Tensor LoadBlocksThrough(TensorEntry entry) => LoadBlocks(entry);

    private TensorEntry Entry(string name) => Tensors.TryGetValue(name, out var entry) ? entry
        : throw new CheckpointException(Path, name, CheckpointFault.MissingTensor, "is not in this checkpoint; `audire models info` lists what is");
}
