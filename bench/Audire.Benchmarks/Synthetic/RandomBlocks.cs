using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Benchmarks.Synthetic;

/// <summary>Random weights of any shape without a file: matrices in the blocks or rows that their products take, so that nothing is quantised and nothing large is made twice.</summary>
/// <param name="shapes">Every tensor by name.</param>
/// <param name="type">How matrices are handed out.</param>
internal sealed class RandomBlocks(IReadOnlyDictionary<string, long[]> shapes, WeightType type) : IWeightSource
{
    private const double Deviation = 0.02;

    public string Origin => "random weights";

    public IReadOnlyCollection<string> Names => [.. shapes.Keys];

    public long[]? ShapeOf(string name) => shapes.GetValueOrDefault(name);

    public Tensor Load(string name)
    {
        var shape = shapes[name];
        using var scope = NewDisposeScope();
        return (shape.Length == 1 ? (name.EndsWith("weight", StringComparison.Ordinal) ? ones(shape) : zeros(shape)) : randn(shape).mul_(Deviation)).MoveToOuterDisposeScope();
    }

    public Q4Blocks? LoadQ4(string name)
    {
        var shape = shapes[name];
        if (type != WeightType.Int4 || shape.Length != 2 || shape[1] % Q4Blocks.Group != 0) return null;
        using var scope = NewDisposeScope();
        long[] grid = [shape[0], shape[1] / Q4Blocks.Group];
        // Levels from -8 to 7 of a step that gives the usual deviation.
        return new Q4Blocks(
            randint(0, 16, shape, ScalarType.Int32).MoveToOuterDisposeScope(), full(grid, Deviation / 4.6).MoveToOuterDisposeScope(), zeros(grid).MoveToOuterDisposeScope());
    }

    public Q8Rows? LoadQ8(string name)
    {
        var shape = shapes[name];
        if (type is not (WeightType.Int8 or WeightType.Int4) || shape.Length != 2) return null;
        using var scope = NewDisposeScope();
        return new Q8Rows(randint(-127, 128, shape, ScalarType.Int8).MoveToOuterDisposeScope(), full([shape[0]], Deviation / 73, ScalarType.BFloat16).MoveToOuterDisposeScope());
    }
}
