using Audire.Models.Generation;
using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>
/// The live sequences of one request over a shared <see cref="LlamaModel"/>: what they have read is kept as keys and values.
/// </summary>
/// <remarks>Not thread-safe; any number of states may use one model at once. Rows read in step: each has the same length, pads included.</remarks>
public sealed class LlamaState : IDecoderState
{
    /// <summary>Tokens of a prompt that are read at once; between such pieces a request can be cancelled.</summary>
    public const int PrefillChunk = 512;

    private readonly LlamaModel _model;
    private readonly KeyValueCache[] _caches;
    private readonly ActivationTap? _tap;
    private readonly LoraUse? _lora;
    private readonly LoraPass? _adapter;
    private long[] _padding; // pads in front of each row; empty where no row has any

    internal LlamaState(LlamaModel model, int rows, IReadOnlyList<int>? padding, ActivationTap? tap, LoraUse? lora)
        : this(model, rows, [.. Enumerable.Range(0, model.Config.Layers).Select(_ => model.NewCache(rows))], tap, lora) =>
        _padding = padding is null || padding.All(count => count == 0) ? [] : [.. padding.Select(count => (long)count)];

    private LlamaState(LlamaModel model, int rows, KeyValueCache[] caches, ActivationTap? tap, LoraUse? lora)
    {
        (_model, Rows, _caches, _tap, _lora, _padding) = (model, rows, caches, tap, lora, []);
        _adapter = LoraPass.ForRequest(lora, model.Config.Layers);
    }

    /// <inheritdoc/>
    public int Rows { get; private set; }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <summary>Bytes that keys and values take a position and row.</summary>
    public long BytesPerPosition => 2L * sizeof(float) * _model.Config.Layers * _model.Config.KeyValueHeads * _model.Config.HeadWidth;

    /// <summary>Reads a prompt into every row.</summary>
    /// <param name="tokens">The prompt; at least one token.</param>
    /// <param name="cancellation">Checked between pieces of <see cref="PrefillChunk"/> tokens.</param>
    /// <returns>Logits after the last token, [rows, vocabulary], owned by the caller's dispose scope.</returns>
    /// <exception cref="ContextLengthException">The prompt does not fit the model's context.</exception>
    public Tensor Prefill(ReadOnlySpan<int> tokens, CancellationToken cancellation = default)
    {
        var ids = new long[Rows * tokens.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = tokens[i % tokens.Length];
        return Prefill(ids, tokens.Length, cancellation);
    }

    /// <summary>Reads prompts of the same length, pads included, one a row.</summary>
    /// <param name="rows">[<see cref="Rows"/>][T]: the tokens of each row.</param>
    /// <param name="cancellation">Checked between pieces of <see cref="PrefillChunk"/> tokens.</param>
    /// <returns>Logits after the last token, [rows, vocabulary].</returns>
    public Tensor Prefill(IReadOnlyList<int[]> rows, CancellationToken cancellation = default) =>
        Prefill([.. rows.SelectMany(row => row).Select(id => (long)id)], rows[0].Length, cancellation);

    /// <summary>Reads a prompt that is embeddings already, as a model with a front end for sound makes it.</summary>
    /// <param name="embeddings">[rows, T, width], float32, T at least 1.</param>
    /// <param name="cancellation">Checked between pieces of <see cref="PrefillChunk"/> tokens.</param>
    /// <returns>Logits after the last position, [rows, vocabulary], owned by the caller's dispose scope.</returns>
    /// <exception cref="ContextLengthException">The prompt does not fit the model's context.</exception>
    public Tensor Prefill(Tensor embeddings, CancellationToken cancellation = default)
    {
        using var gradients = no_grad();
        return Prefill(embeddings.shape[1], (start, count) => embeddings.narrow(1, start, count), cancellation);
    }

    /// <inheritdoc/>
    public Tensor Step(ReadOnlySpan<int> tokens)
    {
        var ids = new long[tokens.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = tokens[i];
        return Prefill(ids, 1, CancellationToken.None);
    }

    /// <summary>Reads embeddings, as a model with a front end for sound makes them.</summary>
    /// <param name="embeddings">[rows, T, width], float32.</param>
    /// <returns>The last layer's output behind the final norm, [rows, T, width], owned by the caller's dispose scope.</returns>
    public Tensor Read(Tensor embeddings)
    {
        using var gradients = no_grad();
        using var hidden = Run(embeddings);
        return hidden.clone(); // a tensor like any other: see Inference
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        using var scope = NewDisposeScope();
        var chosen = parents.ToArray();
        var index = tensor([.. chosen.Select(row => (long)row)], ScalarType.Int64, _model.Device);
        foreach (var cache in _caches) cache.Reorder(index, Length);
        if (_padding.Length > 0) _padding = [.. chosen.Select(row => _padding[row])];
        Rows = chosen.Length;
    }

    /// <summary>A state of its own that has read the same, say to score several answers to one prompt.</summary>
    public LlamaState Fork() =>
        new(_model, Rows, [.. _caches.Select(cache => cache.Fork())], _tap, _lora) { Length = Length, _padding = [.. _padding] };

    /// <summary>A layer's keys so far, turned, [rows, key heads, <see cref="Length"/>, head width], each head's components in pairs; a view.</summary>
    internal Tensor CachedKeys(int layer) => _caches[layer].Keys(0, Length);

    /// <summary>A layer's values so far, [rows, key heads, <see cref="Length"/>, head width]; a view.</summary>
    internal Tensor CachedValues(int layer) => _caches[layer].Values(0, Length);

    /// <summary>Frees keys and values.</summary>
    public void Dispose()
    {
        foreach (var cache in _caches) cache.Dispose();
        _adapter?.Dispose();
    }

    // [rows, T, width] in and out.
    private Tensor Run(Tensor embeddings)
    {
        var count = embeddings.shape[1];
        if (Length + count > _model.Config.ContextLength) throw new ContextLengthException(Length + count, _model.Config.ContextLength);
        using var scope = NewDisposeScope();
        var first = FirstSeen(count);
        var pass = new LlamaPass(Rows, count, Turns(count), Mask(first, count), _adapter)
        {
            Past = new LlamaPast(Length, first, Length + count - first, _caches),
            Watcher = _tap,
        };
        using var mode = Inference.Mode(_tap);
        var hidden = _model.Run(embeddings, pass);
        Length += (int)count;
        return hidden.MoveToOuterDisposeScope();
    }

    private Tensor Prefill(long[] ids, int length, CancellationToken cancellation)
    {
        if (length == 0) throw new ArgumentException("The prompt is empty; a decoder needs at least one token.", nameof(ids));
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var all = tensor(ids, [Rows, length], ScalarType.Int64, _model.Device); // [B, T]
        return Prefill(length, (start, count) => _model.Embed(count == length ? all : all.narrow(1, start, count)), cancellation).MoveToOuterDisposeScope();
    }

    // Piece by piece; only the last position of the last one is scored.
    private Tensor Prefill(long length, Func<long, long, Tensor> embeddings, CancellationToken cancellation)
    {
        if (Length + length > _model.Config.ContextLength) throw new ContextLengthException(Length + length, _model.Config.ContextLength);
        for (long start = 0; ; start += PrefillChunk)
        {
            cancellation.ThrowIfCancellationRequested();
            using var piece = NewDisposeScope();
            var count = Math.Min(PrefillChunk, length - start);
            var hidden = Run(embeddings(start, count));                                            // [B, T, C]
            if (start + count < length) continue;
            return _model.Logits(hidden.select(1, count - 1)).MoveToOuterDisposeScope();           // [B, V]
        }
    }

    // A window is respected by cutting what is seen where one token is read, and by the mask where several are.
    private long FirstSeen(long count) =>
        _model.Config.SlidingWindow is { } window ? Math.Max(0, Length - window + 1) : 0;

    private Tensor Turns(long count)
    {
        if (_padding.Length == 0) return _model.Rotary.At(Length, count);
        var positions = new long[Rows * count];
        for (var i = 0; i < positions.Length; i++)
        {
            var position = Length + i % count - _padding[i / count];
            positions[i] = position < 0 ? 1 : position; // a pad's position is never looked at; the reference writes 1
        }

        return _model.Rotary.At(tensor(positions, [Rows, count], ScalarType.Int64, _model.Device), Length + count - 1);
    }

    private Tensor? Mask(long first, long count)
    {
        var windowed = _model.Config.SlidingWindow is { } window && count > 1 && Length + count > window;
        if (_padding.Length == 0 && !windowed && (count == 1 || Length == 0)) return null;
        using var scope = NewDisposeScope();
        var pads = _padding.Length == 0 ? null
            : arange(first, Length + count, ScalarType.Int64, _model.Device) < tensor(_padding, ScalarType.Int64, _model.Device).view(-1, 1); // [B, S]
        return LlamaMask.Build(Length, count, first, windowed ? _model.Config.SlidingWindow : null, pads, _model.Device).MoveToOuterDisposeScope();
    }
}
