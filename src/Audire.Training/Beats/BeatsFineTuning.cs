using System.Text.Json.Nodes;
using Audire.Models.Beats;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Training.Beats;

/// <summary>A BEATs trained to name clips in several label sets at once: one linear head a set over mean and deviation of the tokens.</summary>
/// <remarks>
/// Chen et al. 2022, section 3.4, with several sets instead of one. An example counts in the sets it has a label in; the loss is the mean over all labels
/// of a batch.
/// </remarks>
public sealed class BeatsFineTuning : BeatsTrainee
{
    private const double VarianceFloor = 1e-5;

    private readonly Linear[] _heads;
    private readonly double _smoothing;

    private BeatsFineTuning(BeatsModel model, WeightSet head, Linear[] heads, IReadOnlyList<LabelSet> sets, BeatsFineTuningOptions options)
        : base(model, head, options.Dropout)
    {
        (_heads, _smoothing, Sets) = (heads, options.LabelSmoothing, sets);
        var classes = new JsonObject([.. sets.Select(set => KeyValuePair.Create(set.Name, (JsonNode?)new JsonArray([.. set.Classes.Select(label => JsonValue.Create(label))])))]);
        Identity = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["beats"] = model.Config.ToJson().ToJsonString(), ["labels"] = classes.ToJsonString(), ["fine-tuning"] = options.Description,
        };
    }

    /// <summary>The label sets, in the order of an example's classes.</summary>
    public IReadOnlyList<LabelSet> Sets { get; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Identity { get; }

    /// <summary>Puts heads on a model.</summary>
    /// <param name="model">Built with all of its weights trainable; taken over.</param>
    /// <param name="sets">The label sets.</param>
    /// <param name="options">Dropout, label smoothing, seed.</param>
    public static BeatsFineTuning Create(BeatsModel model, IReadOnlyList<LabelSet> sets, BeatsFineTuningOptions options)
    {
        using var gradients = no_grad();
        long pooled = 2L * model.Config.Width;
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            shapes[$"heads.{set.Name}.weight"] = [set.Classes.Count, pooled];
            shapes[$"heads.{set.Name}.bias"] = [set.Classes.Count];
        }
        var weights = Weights.From(new InitialWeights(shapes, seed: options.Seed), new WeightOptions { Device = model.Device, Trainable = _ => true });
        Linear[] heads = [.. sets.Select(set => weights.Linear($"heads.{set.Name}", pooled, set.Classes.Count))];
        return new BeatsFineTuning(model, weights.Complete(), heads, sets, options);
    }

    /// <summary>The score of every class for every clip.</summary>
    /// <param name="batch">Examples.</param>
    /// <param name="pass">Whether dropout is active.</param>
    /// <returns>One [B, classes] a set, owned by the caller's dispose scope.</returns>
    public IReadOnlyList<Tensor> Scores(IReadOnlyList<BeatsExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var dropout = new Dropout(DropoutShare, pass.Training);
        var (features, _, padding) = BeatsBatch.Of(batch, Model.Config, Model.Device);         // [B, F, M], [B, N]
        var tokens = Model.Encode(Model.Embed(features), padding, dropout);                    // [B, N, C]
        var pooled = dropout.Forward(Pool(tokens, padding));                                   // [B, 2C]
        return [.. _heads.Select(head => head.Forward(pooled).MoveToOuterDisposeScope())];
    }

    /// <inheritdoc/>
    public override TrainingLoss Loss(IReadOnlyList<BeatsExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var scores = Scores(batch, pass);
        var (losses, correct, counted) = (new List<Tensor>(), 0L, 0L);
        for (var set = 0; set < Sets.Count; set++)
        {
            var rows = Enumerable.Range(0, batch.Count).Where(row => batch[row].Classes[set] is not null).ToArray();
            if (rows.Length == 0) continue;
            var labels = tensor(rows.Select(row => (long)batch[row].Classes[set]!.Value).ToArray(), ScalarType.Int64).to(Model.Device); // [R]
            var own = scores[set].index_select(0, tensor(rows.Select(row => (long)row).ToArray(), ScalarType.Int64).to(Model.Device)); // [R, K]
            losses.Add(Sum(own, labels, pass));
            correct += own.detach().argmax(1).eq(labels).sum().item<long>();
            counted += rows.Length;
        }
        if (counted == 0) throw new TrainingException($"None of the clips of a batch ({batch[0].Name} is the first) has a label; give labelled clips only, or pretrain.");
        return new TrainingLoss((losses.Aggregate((sum, loss) => sum + loss) / counted).MoveToOuterDisposeScope(), correct, counted);
    }

    // Mean and deviation over a clip's own tokens.
    private static Tensor Pool(Tensor tokens, Tensor padding)
    {
        using var scope = NewDisposeScope();
        var heard = padding.logical_not().unsqueeze(2).to(ScalarType.Float32);                 // [B, N, 1]
        var count = heard.sum(1);                                                              // [B, 1]
        var mean = (tokens * heard).sum(1) / count;                                            // [B, C]
        var variance = ((tokens - mean.unsqueeze(1)) * heard).square().sum(1) / count;         // [B, C]
        return cat([mean, (variance + VarianceFloor).sqrt()], 1).MoveToOuterDisposeScope();    // [B, 2C]
    }

    // Cross entropy against labels that leave a little to every class.
    private Tensor Sum(Tensor scores, Tensor labels, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var logarithms = scores.log_softmax(1);                                                // [R, K]
        var hit = logarithms.gather(1, labels.unsqueeze(1)).sum();                             // []
        if (!pass.Training || _smoothing == 0) return (-hit).MoveToOuterDisposeScope();
        return (-((1 - _smoothing) * hit) - (_smoothing * logarithms.mean([1]).sum())).MoveToOuterDisposeScope(); // []
    }
}
