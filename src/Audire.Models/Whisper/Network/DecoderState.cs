using Audire.Models.Generation;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>What differs per request while decoding: the self-attention cache of some rows, all hearing the same memory.</summary>
/// <remarks>
/// The cache is allocated once and written in place. Not thread-safe: one request owns it. It keeps neither model nor memory alive.
/// </remarks>
internal sealed class DecoderState : IDecoderState
{
    private readonly TextDecoder _decoder;

    public DecoderState(TextDecoder decoder, AudioMemory memory, int rows = 1, ActivationTap? tap = null)
    {
        if (rows < 1 || rows % memory.Windows != 0) throw new ArgumentException($"{rows} rows cannot be shared out among {memory.Windows} windows.", nameof(rows));
        (_decoder, Memory, Rows, Tap) = (decoder, memory, rows, tap);
        Cache = Allocate(rows);
    }

    public AudioMemory Memory { get; }

    public ActivationTap? Tap { get; }

    /// <summary>[L, R, P, 2, H, D]: blocks, rows, positions, key and value, heads, head width.</summary>
    internal Tensor Cache { get; private set; }

    /// <inheritdoc/>
    public int Rows { get; private set; }

    /// <inheritdoc/>
    public int Length { get; private set; }

    /// <summary>Appends tokens to every row: one each, or several of a prompt.</summary>
    /// <param name="ids">Rows × T ids, row by row.</param>
    /// <returns>Scores of the token after the last, [R, V], float32, owned by the caller's dispose scope.</returns>
    public Tensor Step(ReadOnlySpan<int> ids)
    {
        using var scope = NewDisposeScope();
        var hidden = Read(ids);                                                                  // [R, T, C]
        return _decoder.Logits(hidden.select(1, hidden.shape[1] - 1)).MoveToOuterDisposeScope(); // [R, V]
    }

    /// <inheritdoc/>
    public void Reorder(ReadOnlySpan<int> parents)
    {
        if (parents.Length == Rows && IsIdentity(parents)) return;
        using var scope = NewDisposeScope();
        var written = Cache.narrow(2, 0, Length).index_select(1, tensor(parents.ToArray(), ScalarType.Int64, device: Cache.device)); // [L, R', P, 2, H, D]
        if (parents.Length != Rows)
        {
            Cache.Dispose();
            Cache = Allocate(parents.Length);
            Rows = parents.Length;
        }
        Cache.narrow(2, 0, Length).copy_(written);
    }

    /// <summary>Goes back to one row with the first <paramref name="length"/> tokens of the first row, from which another search may start.</summary>
    public void Rewind(int length)
    {
        Length = Math.Min(length, Length);
        Reorder([0]);
    }

    /// <summary>Stores keys and values of the tokens being processed.</summary>
    /// <param name="layer">The block they belong to.</param>
    /// <param name="keysAndValues">[R, T, 2, H, D].</param>
    /// <returns>All keys and values so far, [R, P + T, 2, H, D], a view.</returns>
    /// <remarks>Where gradients are recorded nothing is stored, since the cache is written in place: all tokens must come at once.</remarks>
    /// <exception cref="InvalidOperationException">Gradients are recorded, and tokens were read before.</exception>
    internal Tensor Append(int layer, Tensor keysAndValues)
    {
        if (keysAndValues.requires_grad)
            return Length == 0 ? keysAndValues : throw new InvalidOperationException("Gradients reach one forward over all tokens at once; start a new state.");
        var block = Cache.select(0, layer);
        block.narrow(1, Length, keysAndValues.shape[1]).copy_(keysAndValues);
        return block.narrow(1, 0, Length + keysAndValues.shape[1]);
    }

    internal void Advance(int tokens) => Length += tokens;

    public void Dispose() => Cache.Dispose();

    private Tensor Read(ReadOnlySpan<int> ids)
    {
        using var mode = is_grad_enabled() ? null : Inference.Mode(Tap);
        return _decoder.Forward(ids, this);
    }

    private Tensor Allocate(int rows)
    {
        var config = _decoder.Config;
        var keys = Memory.Keys[0];
        return empty(
                [config.DecoderLayers, rows, config.TextPositions, 2, config.DecoderHeads, config.Width / config.DecoderHeads], keys.dtype, keys.device)
            .DetachFromDisposeScope();
    }

    private static bool IsIdentity(ReadOnlySpan<int> parents)
    {
        for (var i = 0; i < parents.Length; i++)
            if (parents[i] != i) return false;
        return true;
    }
}
