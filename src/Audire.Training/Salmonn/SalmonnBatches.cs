using System.Globalization;
using Audire.Models.Salmonn;
using Audire.Training.Data;
using Audire.Training.Features;

namespace Audire.Training.Salmonn;

/// <summary>Batches of a split for SALMONN: features from the cache, prompts drawn from the task's list, a variant of the clip where there are several.</summary>
/// <param name="items">The examples.</param>
/// <param name="sampler">Which stand in which batch.</param>
/// <param name="features">Gives what the encoders say.</param>
/// <param name="tasks">Gives prompts.</param>
/// <param name="seed">Seed of the drawing of prompts.</param>
public sealed class SalmonnBatches(
    IReadOnlyList<SurveyedItem> items, BatchSampler sampler, FeatureLoader features, TaskBook tasks, long seed) : IBatchSource<HeardExample>
{
    /// <inheritdoc/>
    public long BatchesPerEpoch => sampler.BatchesPerEpoch;

    /// <summary>What else the order depends on: batch size, balance and kin, for the record.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>(Settings, StringComparer.Ordinal)
    {
        ["examples"] = TrainingData.Identity(items),
        ["count"] = items.Count.ToString(CultureInfo.InvariantCulture),
        ["variants"] = features.Variants.Description,
    };

    /// <inheritdoc/>
    public IReadOnlyList<HeardExample> Load(long number, CancellationToken cancellationToken)
    {
        var heard = new List<HeardExample>();
        try
        {
            foreach (var (index, pass) in sampler.Batch(number))
            {
                var item = items[index];
                var draw = StepSeed.Mix((ulong)seed ^ 0x9E0EUL, StepSeed.Mix((ulong)index, (ulong)pass));
                heard.Add(new HeardExample(item.Item.Name, new SalmonnExample(features.Load(item, features.Variants.Turn(index, pass), cancellationToken), tasks.TrainingPrompt(item.Item, draw), item.Item.Text)));
            }
            return heard;
        }
        catch
        {
            heard.ForEach(example => example.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public void Release(IReadOnlyList<HeardExample> batch)
    {
        foreach (var example in batch) example.Dispose();
    }
}
