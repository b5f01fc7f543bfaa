using Audire.Training.Data;
using Audire.Training.Features;
using Audire.Training.Labels;

namespace Audire.Training.Bridges;

/// <summary>Held-out labelled clips, each exactly once and unchanged; clips of similar length together.</summary>
internal sealed class HeldOutBridge(IReadOnlyList<SurveyedItem> items, IReadOnlyList<LabelSet> sets, int size, FeatureLoader features) : IBatchSource<BridgeExample>
{
    private readonly SurveyedItem[][] _batches = [.. items.OrderBy(item => item.Seconds).Chunk(size)];

    public long BatchesPerEpoch => _batches.Length;

    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string>(StringComparer.Ordinal) { ["examples"] = TrainingData.Identity(items) };

    public IReadOnlyList<BridgeExample> Load(long number, CancellationToken cancellationToken) =>
        BridgeBatches.Load(_batches[number % _batches.Length].Select(item => (item, 0)), sets, features, cancellationToken);

    public void Release(IReadOnlyList<BridgeExample> batch)
    {
        foreach (var example in batch) example.Dispose();
    }
}
