using Audire.Models.Checkpoints;
using static TorchSharp.torch;

namespace Audire.Models.Nn;

/// <summary>Weights to start a training from: shapes from a model's own list, values from a rule and one seed.</summary>
/// <remarks>
/// The shapes come from a build with <see cref="WeightOptions.ShapesOnly"/>: <see cref="WeightSet.Shapes"/>. Each tensor has a generator of
/// its own, seeded by the seed and the tensor's name: the same seed gives the same values, in whatever order tensors are asked for, and
/// a tensor more or less changes no other. Thread-safe.
/// </remarks>
/// <param name="shapes">Every tensor by name, with its shape.</param>
/// <param name="rule">How each is filled; <see cref="Usual"/> where null.</param>
/// <param name="seed">The seed.</param>
public sealed class InitialWeights(IReadOnlyDictionary<string, long[]> shapes, Func<string, long[], InitialValue>? rule = null, long seed = 0) : IWeightSource
{
    private readonly Func<string, long[], InitialValue> _rule = rule ?? Usual;

    /// <inheritdoc/>
    public string Origin => "first values before training";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Names => [.. shapes.Keys];

    /// <summary>A rule that fits most networks: matrices normal with deviation 0.02, vectors named weight (norms) ones, other vectors zeros.</summary>
    public static InitialValue Usual(string name, long[] shape) =>
        shape.Length > 1 ? InitialValue.Normal(0.02)
        : name.EndsWith("weight", StringComparison.Ordinal) ? InitialValue.Ones
        : InitialValue.Zeros;

    /// <inheritdoc/>
    public long[]? ShapeOf(string name) => shapes.TryGetValue(name, out var shape) ? shape : null;

    /// <inheritdoc/>
    public Tensor Load(string name)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        using var generator = new Generator(Seed(name), CPU);
        var shape = shapes[name];
        var outputs = shape.Length == 0 ? 1 : shape[0];
        var elements = shape.Aggregate(1L, (product, side) => product * side);
        var inputs = Math.Max(1, elements / Math.Max(1, outputs));
        var value = _rule(name, shape);
        var tensor = value.Kind switch
        {
            InitialValueKind.Constant => full(shape, value.Scale, ScalarType.Float32),
            InitialValueKind.Normal => randn(shape, ScalarType.Float32, generator: generator).mul_(value.Scale),
            InitialValueKind.Uniform => Within(value.Scale),
            InitialValueKind.KaimingUniform => Within(1 / Math.Sqrt(inputs)),
            InitialValueKind.XavierUniform => Within(Math.Sqrt(6.0 / (inputs + (outputs * Receptive(shape))))),
            _ => throw new InvalidOperationException($"{value.Kind} is no known distribution."),
        };
        return tensor.MoveToOuterDisposeScope();

        Tensor Within(double bound) => rand(shape, ScalarType.Float32, generator: generator).mul_(2 * bound).sub_(bound);
    }

    /// <inheritdoc/>
    public Q4Blocks? LoadQ4(string name) => null;

    // Positions of a convolution's kernel: each output is used so often.
    private static long Receptive(long[] shape) => shape.Skip(2).Aggregate(1L, (product, side) => product * side);

    // FNV-1a over the name, so that neighbouring names and seeds share nothing.
    private ulong Seed(string name)
    {
        var hash = 14695981039346656037UL ^ unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);
        foreach (var character in name) hash = unchecked((hash ^ character) * 1099511628211UL);
        return hash;
    }
}
