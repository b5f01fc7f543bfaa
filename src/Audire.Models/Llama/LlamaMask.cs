using static TorchSharp.torch;

namespace Audire.Models.Llama;

/// <summary>What is added to attention scores so that a token sees only what it may.</summary>
internal static class LlamaMask
{
    /// <summary>
    /// 0 where a new token sees a position, else the most negative float: not -∞, which would make the rows of pads, that see nothing,
    /// not-a-number.
    /// </summary>
    /// <param name="start">Position of the first new token.</param>
    /// <param name="count">New tokens, T.</param>
    /// <param name="first">Position of the first key.</param>
    /// <param name="window">Positions a token sees, itself included; null for all before it.</param>
    /// <param name="pads">[B, S] bool, true where a key is a pad; null where none is.</param>
    /// <param name="device">Where the mask is made.</param>
    /// <returns>[B or 1, 1, T, S], float32, owned by the caller's dispose scope.</returns>
    public static Tensor Build(long start, long count, long first, int? window, Tensor? pads, Device device)
    {
        using var scope = NewDisposeScope();
        var queries = arange(start, start + count, ScalarType.Int64, device).unsqueeze(1);               // [T, 1]
        var keys = arange(first, start + count, ScalarType.Int64, device);                                // [S]
        var hidden = keys > queries;                                                                     // [T, S]
        if (window is { } seen) hidden = hidden.logical_or(keys <= queries - seen);
        hidden = hidden.view(1, 1, count, -1);                                                           // [1, 1, T, S]
        if (pads is not null) hidden = hidden.logical_or(pads.view(pads.shape[0], 1, 1, -1));            // [B, 1, T, S]
        return zeros(hidden.shape, ScalarType.Float32, device).masked_fill_(hidden, float.MinValue).MoveToOuterDisposeScope();
    }

    /// <summary>The mask of sequences that are read whole; null where causality alone is enough.</summary>
    /// <remarks>Pads behind every token need no mask: no token before them sees them, and what they see is of no interest.</remarks>
    /// <param name="seen">[B, T], 0 where a token is a pad; null where none is.</param>
    /// <param name="count">Tokens, T.</param>
    /// <param name="window">Positions a token sees, itself included; null for all before it.</param>
    /// <param name="device">Where the mask is made.</param>
    /// <returns>[B or 1, 1, T, T], float32, owned by the caller's dispose scope.</returns>
    public static Tensor? Whole(Tensor? seen, long count, int? window, Device device)
    {
        using var scope = NewDisposeScope();
        var pads = seen?.eq(0);                                                                          // [B, T]
        if (pads is not null && !AnyBeforeToken(pads)) pads = null;
        if (window >= count) window = null;
        return pads is null && window is null ? null : Build(0, count, 0, window, pads, device).MoveToOuterDisposeScope();
    }

    private static bool AnyBeforeToken(Tensor pads) => pads.shape[1] > 1
        && pads.narrow(1, 0, pads.shape[1] - 1).logical_and(pads.narrow(1, 1, pads.shape[1] - 1).logical_not()).any().item<bool>();
}
