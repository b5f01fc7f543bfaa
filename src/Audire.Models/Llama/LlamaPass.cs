using Audire.Models.Lora;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>What one forward has in common over all layers: positions, mask, caches, adapter and taps of one request.</summary>
/// <param name="rows">Sequences read in step.</param>
/// <param name="count">New positions of each.</param>
/// <param name="turns">Rotary turns of the new positions, [T, 1, D/2] or [B, T, 1, D/2].</param>
/// <param name="mask">Added to the attention scores, broadcastable to [B, H, T, S]; null where causality alone decides.</param>
/// <param name="lora">The adapter; null for none.</param>
internal sealed class LlamaPass(long rows, long count, Tensor turns, Tensor? mask, LoraPass? lora)
{
    public long Rows => rows;

    public long Count => count;

    public Tensor Turns => turns;

    public Tensor? Mask => mask;

    public LoraPass? Lora => lora;

    /// <summary>Keys and values of earlier positions; null where the new positions are all there is, as in training.</summary>
    public LlamaPast? Past { get; init; }

    /// <summary>Sees activations; null for none.</summary>
    public ActivationTap? Watcher { get; init; }

    /// <summary>Its tensors: turns, and the mask where there is one.</summary>
    public IReadOnlyList<Tensor> Constants => mask is null ? [turns] : [turns, mask];

    /// <summary>The same forward with other handles of <see cref="Constants"/>.</summary>
    public LlamaPass With(IReadOnlyList<Tensor> constants) =>
        new(rows, count, constants[0], constants.Count > 1 ? constants[1] : null, lora) { Past = Past, Watcher = Watcher };

    public Tensor Tap(int layer, string? part, Tensor value) =>
        Watcher is null ? value : Tap(part is null ? $"layers.{layer}" : $"layers.{layer}.{part}", value);

    /// <summary>Shows [B·T, C] to the tap as [B, T, C].</summary>
    public Tensor Tap(string site, Tensor value) =>
        Watcher is null ? value : Watcher(site, value.view(rows, count, -1)).reshape(rows * count, -1);

    /// <summary>Adds the adapter's part to what a product gave, both [B·T, ...].</summary>
    public Tensor Adapt(int layer, LoraSite site, Tensor x, Tensor y) => lora is null ? y : lora.Add(layer, site, x, y);
}

/// <summary>The cache as one forward sees it.</summary>
/// <param name="Start">Positions held before this forward.</param>
/// <param name="First">First held position that the new tokens see.</param>
/// <param name="Seen">Positions they see, the new ones included.</param>
/// <param name="Caches">One cache a layer.</param>
internal sealed record LlamaPast(long Start, long First, long Seen, KeyValueCache[] Caches);
