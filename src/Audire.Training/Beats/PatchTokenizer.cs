using Audire.Models.Beats;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>Turns patches of a spectrogram into numbers without having been trained: the code nearest to a random projection of the patch.</summary>
/// <remarks>
/// Chen et al. 2022, section 3.2 (iteration 1, the cold start), after Chiu et al. 2022 ("BEST-RQ"): projection and codes are drawn once from a seed and
/// never changed; nearest by cosine. Each mel bin is first brought to mean 0 and deviation 1 over its clip, so that loudness and channel do not take up the
/// codes. Immutable; safe to share between threads.
/// </remarks>
public sealed class PatchTokenizer : IDisposable
{
    private const double LeastDeviation = 1e-2;

    private readonly BeatsConfig _config;
    private readonly Tensor _projection; // [P · P, D]
    private readonly Tensor _codes;      // [D, V], columns of length 1

    /// <summary>Draws projection and codes.</summary>
    /// <param name="config">The shape of the model, for its patches.</param>
    /// <param name="codes">V: the paper has 1,024.</param>
    /// <param name="width">D: the paper has 256.</param>
    /// <param name="seed">Decides everything.</param>
    /// <param name="device">Where patches will be.</param>
    public PatchTokenizer(BeatsConfig config, int codes, int width, long seed, Device device)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        (_config, Codes) = (config, codes);
        var side = (long)config.PatchSize * config.PatchSize;
        _projection = (randn([side, width], ScalarType.Float32, generator: generator) / Math.Sqrt(side)).to(device).DetachFromDisposeScope();
        _codes = nn.functional.normalize(randn([width, codes], ScalarType.Float32, generator: generator), dim: 0).to(device).DetachFromDisposeScope();
    }

    /// <summary>Number of codes, V.</summary>
    public int Codes { get; }

    /// <summary>The codes of patches.</summary>
    /// <param name="features">[B, F, bins].</param>
    /// <param name="framePadding">[B, F], true where a frame is padding.</param>
    /// <returns>[B, N], int64, in the order of BEATs' tokens; owned by the caller's dispose scope.</returns>
    public Tensor Forward(Tensor features, Tensor framePadding)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var patches = Cut(Normalise(features, framePadding));             // [B, N, P · P]
        // The length of a projection scales all its cosines alike, so that dividing by it would change no choice.
        return patches.matmul(_projection).matmul(_codes).argmax(-1).MoveToOuterDisposeScope(); // [B, N]
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _projection.Dispose();
        _codes.Dispose();
    }

    private static Tensor Normalise(Tensor features, Tensor framePadding)
    {
        var heard = framePadding.logical_not().unsqueeze(2).to(ScalarType.Float32);          // [B, F, 1]
        var count = heard.sum(1, keepdim: true);                                             // [B, 1, 1]
        var mean = (features * heard).sum(1, keepdim: true) / count;                         // [B, 1, M]
        var centred = (features - mean) * heard;                                             // [B, F, M]
        var deviation = (centred.square().sum(1, keepdim: true) / count).sqrt().clamp_min(LeastDeviation); // [B, 1, M]
        return centred / deviation;
    }

    private Tensor Cut(Tensor features)
    {
        long side = _config.PatchSize, bands = _config.BandsPerPatch, rows = features.shape[1] / side;
        return features.narrow(1, 0, rows * side).narrow(2, 0, bands * side)
            .reshape(features.shape[0], rows, side, bands, side).transpose(2, 3)             // [B, F / P, bands, P, P]
            .reshape(features.shape[0], rows * bands, side * side);                          // [B, N, P · P]
    }
}
