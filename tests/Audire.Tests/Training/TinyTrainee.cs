using Audire.Training;
using static TorchSharp.torch;

namespace Audire.Tests.Training;

/// <summary>A two-layer net with dropout that learns which of three sums is the largest: small enough to be trained hundreds of times.</summary>
internal sealed class TinyTrainee : ITrainee<TinyExample>, IDisposable
{
    public const int Inputs = 6;
    private const int Hidden = 8;
    private const int Classes = 3;
    private readonly SortedDictionary<string, Tensor> _leaves = new(StringComparer.Ordinal);

    public TinyTrainee(int seed = 7)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        Add("first.weight", randn([Hidden, Inputs], generator: generator) * 0.3);
        Add("first.bias", zeros(Hidden));
        Add("second.weight", randn([Classes, Hidden], generator: generator) * 0.3);
        Add("second.bias", zeros(Classes));
    }

    public IReadOnlyDictionary<string, Tensor> Trainable => _leaves;

    public IReadOnlyDictionary<string, string> Identity { get; init; } = new Dictionary<string, string> { ["net"] = "tiny" };

    public TrainingLoss Loss(IReadOnlyList<TinyExample> batch, TrainingPass pass)
    {
        using var scope = NewDisposeScope();
        var inputs = stack(batch.Select(example => tensor(example.Inputs))); // [B, 6]
        var labels = tensor(batch.Select(example => (long)example.Label).ToArray()); // [B]
        var hidden = nn.functional.linear(inputs, _leaves["first.weight"], _leaves["first.bias"]).relu(); // [B, 8]
        hidden = nn.functional.dropout(hidden, 0.2, pass.Training); // [B, 8]
        var scores = nn.functional.linear(hidden, _leaves["second.weight"], _leaves["second.bias"]); // [B, 3]
        var correct = scores.argmax(1).eq(labels).sum().item<long>();
        return new TrainingLoss(nn.functional.cross_entropy(scores, labels).MoveToOuterDisposeScope(), correct, batch.Count);
    }

    public string NameOf(TinyExample example) => example.Name;

    public float[] Values() => [.. _leaves.Values.SelectMany(leaf => leaf.detach().data<float>().ToArray())];

    public void Dispose()
    {
        foreach (var leaf in _leaves.Values) leaf.Dispose();
    }

    private void Add(string name, Tensor value) => _leaves[name] = value.requires_grad_().DetachFromDisposeScope();
}

/// <summary>Six numbers and which pair of them sums to most.</summary>
internal sealed record TinyExample(string Name, float[] Inputs, int Label);

/// <summary>Batches of made-up examples; a batch follows from its number.</summary>
internal sealed class TinyBatches(int size = 4, int perEpoch = 5, Func<long, TinyExample, TinyExample>? change = null) : IBatchSource<TinyExample>
{
    public long BatchesPerEpoch => perEpoch;

    public IReadOnlyDictionary<string, string> Identity => new Dictionary<string, string> { ["batch"] = $"{size}" };

    public IReadOnlyList<TinyExample> Load(long number, CancellationToken cancellationToken) => [.. Enumerable.Range(0, size).Select(place =>
    {
        var row = ((number % perEpoch) * size) + place;
        var random = new Random((int)row);
        var inputs = Enumerable.Range(0, TinyTrainee.Inputs).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        float[] sums = [inputs[0] + inputs[1], inputs[2] + inputs[3], inputs[4] + inputs[5]];
        var example = new TinyExample($"clip-{row}.wav", inputs, Array.IndexOf(sums, sums.Max()));
        return change?.Invoke(number, example) ?? example;
    })];
}
