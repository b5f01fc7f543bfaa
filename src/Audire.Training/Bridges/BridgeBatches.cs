using System.Globalization;
using Audire.Training.Data;
using Audire.Training.Features;
using Audire.Training.Labels;

namespace Audire.Training.Bridges;

/// <summary>Batches of labelled clips for the bridge: features from the cache, a variant of the clip where there are several.</summary>
/// <param name="items">The examples; each has a label.</param>
/// <param name="sets">The label sets, named after tasks.</param>
/// <param name="sampler">Which stand in which batch.</param>
/// <param name="features">Gives what the encoders say.</param>
public sealed class BridgeBatches(IReadOnlyList<SurveyedItem> items, IReadOnlyList<LabelSet> sets, BatchSampler sampler, FeatureLoader features) : IBatchSource<BridgeExample>
{
    /// <inheritdoc/>
    public long BatchesPerEpoch => sampler.BatchesPerEpoch;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["examples"] = TrainingData.Identity(items),
        ["count"] = items.Count.ToString(CultureInfo.InvariantCulture),
        ["variants"] = features.Variants.Description,
    };

    /// <summary>The examples of a split that teach a bridge: those with a class.</summary>
    public static IReadOnlyList<SurveyedItem> Labelled(IEnumerable<SurveyedItem> items) => [.. items.Where(item => item.Item.Label.Length > 0)];

    /// <summary>The label sets of examples: one a task.</summary>
    public static IReadOnlyList<LabelSet> SetsOf(IEnumerable<SurveyedItem> items) => LabelSet.Of(Labelled(items).Select(item => KeyValuePair.Create(item.Item.Task, item.Item.Label)));

    /// <inheritdoc/>
    public IReadOnlyList<BridgeExample> Load(long number, CancellationToken cancellationToken) =>
        Load(sampler.Batch(number).Select(draw => (items[draw.Index], features.Variants.Turn(draw.Index, draw.Pass))), sets, features, cancellationToken);

    /// <inheritdoc/>
    public void Release(IReadOnlyList<BridgeExample> batch)
    {
        foreach (var example in batch) example.Dispose();
    }

    /// <summary>Examples of items and their variants.</summary>
    internal static IReadOnlyList<BridgeExample> Load(
        IEnumerable<(SurveyedItem Item, int Variant)> chosen, IReadOnlyList<LabelSet> sets, FeatureLoader features, CancellationToken cancellationToken)
    {
        var examples = new List<BridgeExample>();
        try
        {
            foreach (var (item, variant) in chosen)
            {
                var clips = features.Load(item, variant, cancellationToken);
                examples.Add(new BridgeExample(item.Item.Name, clips, [.. sets.Select(set => set.Name == item.Item.Task ? set.IndexOf(item.Item.Label) : null)]));
            }
            return examples;
        }
        catch
        {
            examples.ForEach(example => example.Dispose());
            throw;
        }
    }
}
