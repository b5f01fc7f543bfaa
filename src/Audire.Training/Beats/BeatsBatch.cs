using Audire.Models.Beats;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>Examples side by side, shorter ones padded.</summary>
/// <param name="Features">[B, F, bins].</param>
/// <param name="FramePadding">[B, F], true where a frame is padding.</param>
/// <param name="TokenPadding">[B, N], by the exact rule, so that a clip gives what it gives alone.</param>
internal readonly record struct BeatsBatch(Tensor Features, Tensor FramePadding, Tensor TokenPadding)
{
    /// <summary>Collates; the tensors belong to the caller's dispose scope.</summary>
    public static BeatsBatch Of(IReadOnlyList<BeatsExample> examples, BeatsConfig config, Device device)
    {
        using var scope = NewDisposeScope();
        var longest = examples.Max(example => example.Features.shape[0]);
        var features = zeros([examples.Count, longest, config.MelBins], ScalarType.Float32); // [B, F, M]
        for (var row = 0; row < examples.Count; row++)
        {
            using var part = NewDisposeScope();
            features.select(0, row).narrow(0, 0, examples[row].Features.shape[0]).copy_(examples[row].Features);
        }
        var padding = BeatsPadding.FromLengths([.. examples.Select(example => example.Features.shape[0])], longest).to(device); // [B, F]
        return new BeatsBatch(
            features.to(device).MoveToOuterDisposeScope(), padding.MoveToOuterDisposeScope(), BeatsPadding.Exact(padding, config).MoveToOuterDisposeScope());
    }
}
