using System.Text.Json.Nodes;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Training.Labels;

/// <summary>One linear head a label set over mean and deviation of a clip's vectors; thrown away when the network below is trained.</summary>
/// <remarks>Chen et al. 2022, "BEATs", section 3.4, with several sets instead of one.</remarks>
internal sealed class LabelHeads : IDisposable
{
    private const double VarianceFloor = 1e-5;

    private readonly Linear[] _heads;
    private readonly double _smoothing;
    private readonly Device _device;

    /// <param name="sets">The label sets.</param>
    /// <param name="width">Of the vectors.</param>
    /// <param name="options">Label smoothing, seed.</param>
    /// <param name="device">Where they compute.</param>
    public LabelHeads(IReadOnlyList<LabelSet> sets, long width, LabelOptions options, Device device)
    {
        using var gradients = no_grad();
        (Sets, _smoothing, _device) = (sets, options.LabelSmoothing, device);
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal);
        foreach (var set in sets)
        {
            shapes[$"heads.{set.Name}.weight"] = [set.Classes.Count, 2 * width];
            shapes[$"heads.{set.Name}.bias"] = [set.Classes.Count];
        }
        var weights = Weights.From(new InitialWeights(shapes, seed: options.Seed), new WeightOptions { Device = device, Trainable = _ => true });
        _heads = [.. sets.Select(set => weights.Linear($"heads.{set.Name}", 2 * width, set.Classes.Count))];
        Set = weights.Complete();
    }

    /// <summary>The label sets.</summary>
    public IReadOnlyList<LabelSet> Sets { get; }

    /// <summary>The heads' weights.</summary>
    public WeightSet Set { get; }

    /// <summary>The sets and their classes, for the record.</summary>
    public string Description => new JsonObject(
        [.. Sets.Select(set => KeyValuePair.Create(set.Name, (JsonNode?)new JsonArray([.. set.Classes.Select(label => JsonValue.Create(label))])))]).ToJsonString();

    /// <summary>Scores of every class, one [B, classes] a set.</summary>
    /// <param name="vectors">[B, N, C].</param>
    /// <param name="padding">[B, N], true where a vector is none of the clip's.</param>
    /// <param name="dropout">Of what the heads read.</param>
    public IReadOnlyList<Tensor> Scores(Tensor vectors, Tensor padding, Dropout dropout)
    {
        using var scope = NewDisposeScope();
        var pooled = dropout.Forward(Pool(vectors, padding));                                  // [B, 2C]
        return [.. _heads.Select(head => head.Forward(pooled).MoveToOuterDisposeScope())];
    }

    /// <summary>The mean over all labels of a batch; an example counts in the sets it has a label in.</summary>
    /// <param name="scores">What <see cref="Scores"/> gave.</param>
    /// <param name="classes">Each example's class in each set.</param>
    /// <param name="first">The first example's name, for messages.</param>
    /// <param name="training">Whether labels leave a little to every class.</param>
    public TrainingLoss Loss(IReadOnlyList<Tensor> scores, IReadOnlyList<IReadOnlyList<int?>> classes, string first, bool training)
    {
        using var scope = NewDisposeScope();
        var (losses, correct, counted) = (new List<Tensor>(), 0L, 0L);
        for (var set = 0; set < Sets.Count; set++)
        {
            var rows = Enumerable.Range(0, classes.Count).Where(row => classes[row][set] is not null).ToArray();
            if (rows.Length == 0) continue;
            var labels = Numbers(rows.Select(row => (long)classes[row][set]!.Value));          // [R]
            var own = scores[set].index_select(0, Numbers(rows.Select(row => (long)row)));     // [R, K]
            losses.Add(Sum(own, labels, training));                                            // []
            correct += own.detach().argmax(1).eq(labels).sum().item<long>();
            counted += rows.Length;
        }
        if (counted == 0) throw new TrainingException($"None of the clips of a batch ({first} is the first) has a label; give labelled clips only, or pretrain.");
        return new TrainingLoss((losses.Aggregate((sum, loss) => sum + loss) / counted).MoveToOuterDisposeScope(), correct, counted);
    }

    /// <summary>Frees the weights.</summary>
    public void Dispose() => Set.Dispose();

    private Tensor Numbers(IEnumerable<long> values) => tensor([.. values], ScalarType.Int64).to(_device);

    // Mean and deviation over a clip's own vectors.
    private static Tensor Pool(Tensor vectors, Tensor padding)
    {
        using var scope = NewDisposeScope();
        var heard = padding.logical_not().unsqueeze(2).to(ScalarType.Float32);                 // [B, N, 1]
        var count = heard.sum(1);                                                              // [B, 1]
        var mean = (vectors * heard).sum(1) / count;                                           // [B, C]
        var variance = ((vectors - mean.unsqueeze(1)) * heard).square().sum(1) / count;        // [B, C]
        return cat([mean, (variance + VarianceFloor).sqrt()], 1).MoveToOuterDisposeScope();    // [B, 2C]
    }

    private Tensor Sum(Tensor scores, Tensor labels, bool training)
    {
        using var scope = NewDisposeScope();
        var logarithms = scores.log_softmax(1);                                                // [R, K]
        var hit = logarithms.gather(1, labels.unsqueeze(1)).sum();                             // []
        if (!training || _smoothing == 0) return (-hit).MoveToOuterDisposeScope();
        return (-((1 - _smoothing) * hit) - (_smoothing * logarithms.mean([1]).sum())).MoveToOuterDisposeScope(); // []
    }
}
