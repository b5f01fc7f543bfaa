using Audire.Models.Beats;
using Audire.Models.Nn;
using Audire.Training.Labels;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>A BEATs trained to name clips in several label sets at once (Chen et al. 2022, section 3.4).</summary>
public sealed class BeatsFineTuning : BeatsTrainee, ILabelTrainee<BeatsExample>
{
    private readonly LabelHeads _heads;

    private BeatsFineTuning(BeatsModel model, LabelHeads heads, LabelOptions options)
        : base(model, heads.Set, options.Dropout)
    {
        _heads = heads;
        Identity = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["beats"] = model.Config.ToJson().ToJsonString(), ["labels"] = heads.Description, ["fine-tuning"] = options.Description,
        };
    }

    /// <inheritdoc/>
    public IReadOnlyList<LabelSet> Sets => _heads.Sets;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>Puts heads on a model.</summary>
    /// <param name="model">Built with all of its weights trainable; taken over.</param>
    /// <param name="sets">The label sets.</param>
    /// <param name="options">Dropout, label smoothing, seed.</param>
    public static BeatsFineTuning Create(BeatsModel model, IReadOnlyList<LabelSet> sets, LabelOptions options) =>
        new(model, new LabelHeads(sets, model.Config.Width, options, model.Device), options);

    /// <inheritdoc/>
    public IReadOnlyList<int?> ClassesOf(BeatsExample example) => example.Classes;

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Scores(IReadOnlyList<BeatsExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var dropout = new Dropout(DropoutShare, pass.Training);
        var (features, _, padding) = BeatsBatch.Of(batch, Model.Config, Model.Device);         // [B, F, M], [B, N]
        var tokens = Model.Encode(Model.Embed(features), padding, dropout);                    // [B, N, C]
        return [.. _heads.Scores(tokens, padding, dropout).Select(scores => scores.MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    public override TrainingLoss Loss(IReadOnlyList<BeatsExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var loss = _heads.Loss(Scores(batch, pass), [.. batch.Select(example => example.Classes)], batch[0].Name, pass.Training);
        return loss with { Loss = loss.Loss.MoveToOuterDisposeScope() };
    }
}
