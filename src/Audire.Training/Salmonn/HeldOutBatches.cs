using Audire.Models.Salmonn;
using Audire.Training.Data;
using Audire.Training.Features;

namespace Audire.Training.Salmonn;

/// <summary>Held-out examples, each exactly once, unchanged and with the prompt of tests; clips of similar length together.</summary>
internal sealed class HeldOutBatches(IReadOnlyList<SurveyedItem> items, int size, FeatureLoader features, TaskBook tasks) : IBatchSource<HeardExample>
{
    private readonly SurveyedItem[][] _batches = [.. items.OrderBy(item => item.Seconds).Chunk(size)];

    public long BatchesPerEpoch => _batches.Length;

    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>(StringComparer.Ordinal) { ["examples"] = TrainingData.Identity(items) };

    public IReadOnlyList<HeardExample> Load(long number, CancellationToken cancellationToken) =>
    [
        .. _batches[number % _batches.Length].Select(item => new HeardExample(item.Item.Name, new SalmonnExample(features.Load(item, 0, cancellationToken), tasks.TestPrompt(item.Item), item.Item.Text))),
    ];

    public void Release(IReadOnlyList<HeardExample> batch)
    {
        foreach (var example in batch) example.Dispose();
    }
}
