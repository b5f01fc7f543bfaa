using static TorchSharp.torch;

namespace Audire.Models.Beats;

/// <summary>Which positions of a batch are padding, carried from samples over frames to tokens.</summary>
/// <remarks>Masks are true where there is padding. Results are owned by the caller's dispose scope.</remarks>
public static class BeatsPadding
{
    /// <summary>A mask from lengths.</summary>
    /// <param name="lengths">Of each row.</param>
    /// <param name="longest">Positions of the mask.</param>
    /// <returns>[rows, longest], bool, on the CPU.</returns>
    public static Tensor FromLengths(IReadOnlyList<long> lengths, long longest)
    {
        using var scope = NewDisposeScope();
        var ends = tensor(lengths.ToArray(), ScalarType.Int64).unsqueeze(1); // [B, 1]
        return arange(longest, ScalarType.Int64).unsqueeze(0).ge(ends).MoveToOuterDisposeScope(); // [B, M]
    }

    /// <summary>
    /// The published rule (<c>forward_padding_mask</c>): drop the last M mod K entries, cut the rest into K equal cells, and call a cell padding where
    /// all of it is. Tokens count as equal stretches of time although several bands share one, so that a clip in a batch keeps more tokens than alone.
    /// </summary>
    /// <param name="mask">[B, M], bool.</param>
    /// <param name="positions">K, at most M.</param>
    /// <returns>[B, K], bool.</returns>
    /// <exception cref="ArgumentException">There are fewer entries than positions.</exception>
    public static Tensor Shrink(Tensor mask, long positions)
    {
        var entries = mask.shape[1];
        if (positions < 1 || entries < positions)
            throw new ArgumentException($"A padding mask of {entries} entries cannot be shrunk to {positions} positions; for patches this small use the exact mask.", nameof(mask));
        using var scope = NewDisposeScope();
        return mask.narrow(1, 0, entries - entries % positions).reshape(mask.shape[0], positions, -1).all(2).MoveToOuterDisposeScope(); // [B, K]
    }

    /// <summary>
    /// The mask that makes a clip in a batch equal to the clip alone: a token is padding where its patch is not wholly inside the clip.
    /// </summary>
    /// <param name="frames">[B, F], bool.</param>
    /// <param name="config">The model's shape.</param>
    /// <returns>[B, N], bool.</returns>
    public static Tensor Exact(Tensor frames, BeatsConfig config)
    {
        using var scope = NewDisposeScope();
        long rows = frames.shape[1] / config.PatchSize;
        var patches = frames.narrow(1, 0, rows * config.PatchSize).reshape(frames.shape[0], rows, config.PatchSize).any(2); // [B, F / P]
        return patches.repeat_interleave(config.BandsPerPatch, 1).MoveToOuterDisposeScope();                               // [B, N]
    }
}
