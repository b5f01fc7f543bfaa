using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Models.Beats;

/// <summary>BEATs: one vector for every patch of a spectrogram, 16 frames by 16 mel bins, from any kind of sound.</summary>
/// <remarks>
/// Chen et al. 2022, "BEATs: Audio Pre-Training with Acoustic Tokenizers". Layer drop is never applied. Immutable: any number of requests on any
/// number of threads share one. Dispose it after the last of them.
/// </remarks>
public sealed class BeatsModel : IDisposable
{
    private readonly Tensor _patches; // [E, 1, P, P]
    private readonly Tensor? _patchBias; // [E]
    private readonly LayerNorm _norm;
    private readonly Linear? _project;
    private readonly BeatsEncoder _encoder;
    private readonly Linear? _classify;

    private BeatsModel(IWeightSource source, BeatsConfig config, WeightOptions options)
    {
        using var gradients = no_grad();
        var weights = Weights.From(source, options);
        Config = config;
        _patches = weights.Vector("patch_embedding.weight", config.PatchWidth, 1, config.PatchSize, config.PatchSize);
        _patchBias = config.PatchBias ? weights.Vector("patch_embedding.bias", config.PatchWidth) : null;
        _norm = weights.LayerNorm("layer_norm", config.PatchWidth);
        _project = config.PatchWidth == config.Width ? null : weights.Linear("post_extract_proj", config.PatchWidth, config.Width);
        _encoder = new BeatsEncoder(weights.Scope("encoder"), config);
        _classify = config.Classes == 0 ? null : weights.Linear("predictor", config.Width, config.Classes);
        if (config.Classes == 0) weights.Ignore("predictor.");
        Set = weights.Complete();
    }

    /// <summary>The encoder's shape.</summary>
    public BeatsConfig Config { get; }

    /// <summary>The owner of its weights: their shapes, number and trainable leaves.</summary>
    public WeightSet Set { get; }

    /// <summary>Where its weights are.</summary>
    public Device Device => _patches.device;

    /// <summary>Builds a model from named tensors.</summary>
    /// <param name="source">Tensors under the names of the published checkpoints.</param>
    /// <param name="config">The shape.</param>
    /// <param name="options">Device, precision, and which tensors are trained.</param>
    /// <exception cref="WeightMismatchException">The tensors are not those the configuration describes; all differences are listed.</exception>
    public static BeatsModel Build(IWeightSource source, BeatsConfig config, WeightOptions? options = null) => new(source, config, options ?? new WeightOptions());

    /// <summary>Loads a checkpoint: the published <c>.pt</c> file, a safetensors file with <c>cfg</c> in its metadata, or a folder with such a <c>beats.safetensors</c>.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">Device and precision.</param>
    /// <exception cref="ModelConfigException">It says not, or not well, how the model is built.</exception>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    /// <exception cref="WeightMismatchException">Its tensors are not those its configuration describes.</exception>
    public static BeatsModel Load(string path, WeightOptions? options = null)
    {
        var inside = Path.Combine(path, "beats.safetensors");
        using var checkpoint = Checkpoint.Open(File.Exists(inside) ? inside : path);
        return Build(new CheckpointWeights(checkpoint), BeatsConfigReader.Read(checkpoint), options);
    }

    /// <summary>Encodes spectrograms.</summary>
    /// <param name="fbank">Normalised log mel energies, [B, F, 128], float32 (<see cref="BeatsInput"/>).</param>
    /// <param name="framePadding">[B, F], true where a frame is padding; null for none.</param>
    /// <param name="tap">Sees patch_embedding, layer_norm, post_extract_proj, and under "encoder." the positions' weight and bias, the first norm and every block.</param>
    /// <param name="exactPadding">
    /// Whether a clip in a batch gives what it gives alone (<see cref="BeatsPadding.Exact"/>); by default the published rule (<see cref="BeatsPadding.Shrink"/>).
    /// </param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <returns>[B, N, C] with N = F / patch · bands, bands of one row of patches side by side; owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">The input has another shape, or not one whole patch.</exception>
    public Tensor Forward(Tensor fbank, Tensor? framePadding = null, ActivationTap? tap = null, bool exactPadding = false, CancellationToken cancellationToken = default)
    {
        using var scope = NewDisposeScope();
        if (framePadding is not null && !framePadding.shape.AsSpan().SequenceEqual(fbank.shape.AsSpan(0, Math.Min(2, fbank.shape.Length))))
            throw new ArgumentException($"The padding mask is [{string.Join(", ", framePadding.shape)}]; the first two of [{string.Join(", ", fbank.shape)}] were expected.", nameof(framePadding));
        var x = Embed(fbank, tap);                                                    // [B, N, C]
        var padding = framePadding is null ? null
            : exactPadding ? BeatsPadding.Exact(framePadding, Config) : BeatsPadding.Shrink(framePadding, x.shape[1]); // [B, N]
        return Encode(x, padding, tap: tap, cancellationToken: cancellationToken).MoveToOuterDisposeScope(); // [B, N, C]
    }

    /// <summary>The first half of <see cref="Forward"/>: patches as the encoder takes them. Between the halves a training may mask some.</summary>
    /// <param name="fbank">Normalised log mel energies, [B, F, 128], float32.</param>
    /// <param name="tap">Sees patch_embedding, layer_norm, post_extract_proj.</param>
    /// <returns>[B, N, C], owned by the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">The input has another shape, or not one whole patch.</exception>
    public Tensor Embed(Tensor fbank, ActivationTap? tap = null)
    {
        if (fbank.dim() != 3 || fbank.shape[2] != Config.MelBins || fbank.shape[1] < Config.PatchSize)
            throw new ArgumentException(
                $"Filter-bank frames are [{string.Join(", ", fbank.shape)}]; [batch, frames, {Config.MelBins}] with at least {Config.PatchSize} frames was expected: pad short clips with silence.", nameof(fbank));
        using var scope = NewDisposeScope();
        var patches = F.conv2d(fbank.unsqueeze(1), _patches, _patchBias, strides: [Config.PatchSize, Config.PatchSize]); // [B, E, F / P, 128 / P]
        var x = patches.flatten(2).transpose(1, 2);                                   // [B, N, E]: token = row of patches · bands + band
        if (tap is not null) x = tap("patch_embedding", x);
        x = _norm.Forward(x);                                                         // [B, N, E]
        if (tap is not null) x = tap("layer_norm", x);
        if (_project is not null) x = _project.Forward(x);                            // [B, N, C]
        if (tap is not null) x = tap("post_extract_proj", x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>The second half of <see cref="Forward"/>: the transformer.</summary>
    /// <param name="tokens">What <see cref="Embed"/> gave, [B, N, C].</param>
    /// <param name="padding">[B, N], true where a token is padding; null for none.</param>
    /// <param name="dropout">While training; the published models were fine-tuned without.</param>
    /// <param name="tap">Sees what lies under "encoder.".</param>
    /// <param name="cancellationToken">Looked at between blocks.</param>
    /// <returns>[B, N, C], owned by the caller's dispose scope.</returns>
    public Tensor Encode(Tensor tokens, Tensor? padding, Dropout dropout = default, ActivationTap? tap = null, CancellationToken cancellationToken = default) =>
        _encoder.Forward(tokens, padding, dropout, tap, cancellationToken);           // [B, N, C]

    /// <summary>The head of a fine-tuned model: what sounds are heard, from the mean over all tokens of each class's score.</summary>
    /// <param name="tokens">What <see cref="Forward"/> gave, [B, N, C].</param>
    /// <param name="padding">[B, N], true where a token is padding; null for none.</param>
    /// <returns>Probabilities, [B, classes], each class for itself; owned by the caller's dispose scope.</returns>
    /// <exception cref="InvalidOperationException">The model has no such head.</exception>
    public Tensor Classify(Tensor tokens, Tensor? padding = null)
    {
        var head = _classify ?? throw new InvalidOperationException("This BEATs model was not fine-tuned on classes; use a checkpoint that has a predictor.");
        using var scope = NewDisposeScope();
        var scores = head.Forward(tokens);                                            // [B, N, K]
        if (padding is null) return scores.mean([1]).sigmoid().MoveToOuterDisposeScope(); // [B, K]
        var heard = padding.logical_not().unsqueeze(2).to(ScalarType.Float32);        // [B, N, 1]
        return ((scores * heard).sum(1) / heard.sum(1)).sigmoid().MoveToOuterDisposeScope(); // [B, K]
    }

    /// <summary>Frees the weights; the model must not be used afterwards.</summary>
    public void Dispose() => Set.Dispose();
}
