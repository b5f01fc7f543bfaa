using Audire.Models.Beats;
using Audire.Models.Nn;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Training.Beats;

/// <summary>BEATs' first iteration: most patches are hidden, and the model says which codes they would have had. No labels are needed.</summary>
/// <remarks>
/// Chen et al. 2022, sections 3.2 and 3.3. The paper leaves hidden patches out of the encoder and lets a second transformer see the gaps; here they are
/// replaced by one learned vector, as in wav2vec 2.0 and BEST-RQ, so that the positional convolution keeps its neighbours and a linear head is enough.
/// </remarks>
public sealed class BeatsPretraining : BeatsTrainee
{
    private const long MeasuringSeed = 1;

    private readonly BeatsPretrainingOptions _options;
    private readonly PatchTokenizer _tokenizer;
    private readonly Tensor _hidden; // [C]
    private readonly Linear _predict;

    private BeatsPretraining(BeatsModel model, WeightSet head, Tensor hidden, Linear predict, BeatsPretrainingOptions options)
        : base(model, head, options.Dropout)
    {
        (_hidden, _predict, _options) = (hidden, predict, options);
        _tokenizer = new PatchTokenizer(model.Config, options.Codes, options.CodeWidth, options.Seed, model.Device);
        Identity = new Dictionary<string, string>(StringComparer.Ordinal) { ["beats"] = model.Config.ToJson().ToJsonString(), ["pretraining"] = options.Description };
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>Puts a prediction head on a model.</summary>
    /// <param name="model">Built with all of its weights trainable; taken over.</param>
    /// <param name="options">How patches are hidden and numbered.</param>
    public static BeatsPretraining Create(BeatsModel model, BeatsPretrainingOptions options)
    {
        using var gradients = no_grad();
        long width = model.Config.Width;
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["pretraining.hidden"] = [width], ["pretraining.predict.weight"] = [options.Codes, width], ["pretraining.predict.bias"] = [options.Codes],
        };
        var weights = Weights.From(
            new InitialWeights(shapes, (name, shape) => name.EndsWith("hidden", StringComparison.Ordinal) ? InitialValue.Normal(0.02) : InitialWeights.Usual(name, shape), options.Seed),
            new WeightOptions { Device = model.Device, Trainable = _ => true });
        var (hidden, predict) = (weights.Vector("pretraining.hidden", width), weights.Linear("pretraining.predict", width, options.Codes));
        return new BeatsPretraining(model, weights.Complete(), hidden, predict, options);
    }

    /// <inheritdoc/>
    public override TrainingLoss Loss(IReadOnlyList<BeatsExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var (features, frames, padding) = BeatsBatch.Of(batch, Model.Config, Model.Device);    // [B, F, M], [B, F], [B, N]
        var codes = _tokenizer.Forward(features, frames);                                      // [B, N]
        var tokens = Model.Embed(features);                                                    // [B, N, C]
        var hide = Hide(padding, pass);                                                        // [B, N]
        var seen = tokens.where(hide.logical_not().unsqueeze(2), _hidden);                     // [B, N, C]
        var heard = Model.Encode(seen, padding, new Dropout(DropoutShare, pass.Training));     // [B, N, C]
        var chosen = hide.flatten().nonzero().squeeze(1);                                      // [M]
        var scores = _predict.Forward(heard.flatten(0, 1).index_select(0, chosen));            // [M, V]
        var targets = codes.flatten().index_select(0, chosen);                                 // [M]
        var loss = F.cross_entropy(scores, targets);                                           // []
        var correct = scores.detach().argmax(1).eq(targets).sum().item<long>();
        return new TrainingLoss(loss.MoveToOuterDisposeScope(), correct, chosen.shape[0]);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _tokenizer.Dispose();
        base.Dispose();
    }

    // While measuring, the same patches every time. A batch always hides at least one.
    private Tensor Hide(Tensor padding, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        using var generator = pass.Training ? null : new Generator((ulong)MeasuringSeed, CPU);
        var draws = (generator is null ? rand(padding.shape, ScalarType.Float32) : rand(padding.shape, ScalarType.Float32, generator: generator)).to(padding.device); // [B, N]
        draws = draws.masked_fill(padding, 2);                                                 // padding is never hidden
        var least = draws.min();                                                               // []
        return draws.lt(_options.HiddenShare).logical_or(draws.eq(least)).MoveToOuterDisposeScope(); // [B, N]
    }
}
