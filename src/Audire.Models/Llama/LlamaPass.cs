using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>What one forward has in common over all layers: positions, mask, caches and taps of one request.</summary>
/// <param name="rows">Sequences read in step.</param>
/// <param name="count">New positions of each.</param>
/// <param name="start">Positions in the cache before this forward.</param>
/// <param name="first">First cached position that the new tokens see.</param>
/// <param name="seen">Cached positions they see, the new ones included.</param>
/// <param name="turns">Rotary turns of the new positions, [T, 1, D/2] or [B, T, 1, D/2].</param>
/// <param name="mask">Added to the attention scores, broadcastable to [B, H, T, S]; null where causality alone decides.</param>
/// <param name="caches">One cache a layer.</param>
/// <param name="tap">Sees activations; null for none.</param>
internal sealed class LlamaPass(long rows, long count, long start, long first, long seen, Tensor turns, Tensor? mask, KeyValueCache[] caches, ActivationTap? tap)
{
    public long Rows => rows;

    public long Count => count;

    public long Start => start;

    public long First => first;

    public long Seen => seen;

    public Tensor Turns => turns;

    public Tensor? Mask => mask;

    public KeyValueCache Cache(int layer) => caches[layer];

    public Tensor Tap(int layer, string? part, Tensor value) =>
        tap is null ? value : Tap(part is null ? $"layers.{layer}" : $"layers.{layer}.{part}", value);

    /// <summary>Shows [B·T, C] to the tap as [B, T, C].</summary>
    public Tensor Tap(string site, Tensor value) =>
        tap is null ? value : tap(site, value.view(rows, count, -1)).reshape(rows * count, -1);
}
