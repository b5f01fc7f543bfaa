using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>Weights that gradients reach: which, as what, and what the others are spared.</summary>
public sealed class TrainableWeightsTests
{
    private static readonly Dictionary<string, long[]> Shapes = new(StringComparer.Ordinal)
    {
        ["a.weight"] = [6, 4], ["a.bias"] = [6], ["b.weight"] = [3, 4], ["norm.weight"] = [4], ["root.weight"] = [4], ["table.weight"] = [7, 4], ["query"] = [2, 4],
    };

    [Fact]
    public void Chosen_tensors_are_leaves_under_their_own_names_and_no_other_holds_a_gradient()
    {
        using var scope = NewDisposeScope();
        using var net = new Net(name => name is "a.weight" or "b.weight" or "query" or "root.weight");
        Assert.Equal(["a.weight", "b.weight", "query", "root.weight"], net.Set.Trainable.Keys);
        Assert.All(net.Set.Trainable.Values, leaf => Assert.True(leaf.requires_grad && leaf.is_leaf && leaf.dtype == ScalarType.Float32));
        net.Loss().backward();
        Assert.All(net.Set.Trainable, pair => Assert.True(pair.Value.grad is { } grad && grad.abs().sum().item<float>() > 0, pair.Key));
        Assert.False(net.Table.Forward(tensor(new long[] { 1 })).requires_grad);
    }

    [Fact]
    public void Trained_and_frozen_layers_compute_the_same()
    {
        using var scope = NewDisposeScope();
        using var frozen = new Net(null);
        using var trained = new Net(_ => true);
        Assert.Empty(frozen.Set.Trainable);
        Assert.Equal(Shapes.Keys.Order(StringComparer.Ordinal), trained.Set.Trainable.Keys);
        Assert.False(frozen.Loss().requires_grad);
        TensorAssert.Close(frozen.Loss(), trained.Loss(), 1e-6, "loss");
    }

    [Theory]
    [InlineData(WeightType.F16)]
    [InlineData(WeightType.Int8)]
    public void A_trained_matrix_is_float32_whatever_the_others_are(WeightType type)
    {
        using var scope = NewDisposeScope();
        using var net = new Net(name => name.StartsWith("a.", StringComparison.Ordinal), type);
        Assert.All(net.Set.Trainable.Values, leaf => Assert.Equal(ScalarType.Float32, leaf.dtype));
        net.Loss().backward();
        Assert.NotNull(net.Set.Trainable["a.bias"].grad);
    }

    [Fact]
    public void Every_gradient_is_that_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        using var net = new Net(_ => true);
        net.Loss().backward();
        foreach (var (name, leaf) in net.Set.Trainable)
        {
            var flat = leaf.detach().view(-1); // shares the leaf's memory
            var at = flat.shape[0] / 2;
            var expected = leaf.grad!.view(-1)[at].item<float>();
            var found = (Shifted(2e-2f) - Shifted(-2e-2f)) / 4e-2;
            Assert.True(Math.Abs(expected - found) <= 2e-3 * Math.Max(1, Math.Abs(expected)), $"{name}: {expected} by autograd, {found} by differences");

            double Shifted(float by)
            {
                using var gradients = no_grad();
                flat[at] += by;
                var loss = net.Loss().item<float>();
                flat[at] -= by;
                return loss;
            }
        }
    }

    [Fact]
    public void Shapes_alone_tell_what_would_be_trained()
    {
        using var net = new Net(name => name == "query", shapesOnly: true);
        Assert.Equal(new long[] { 2, 4 }, net.Set.Trainable["query"].shape);
    }

    /// <summary>One of each layer.</summary>
    private sealed class Net : IDisposable
    {
        private readonly Linear _joint;
        private readonly Tensor _scale;
        private readonly RmsNorm _root;
        private readonly Tensor _query;

        public Net(Func<string, bool>? trainable, WeightType type = WeightType.F32, bool shapesOnly = false)
        {
            var rule = (string name, long[] _) => InitialValue.Normal(name == "root.weight" ? 1 : 0.5);
            var weights = Weights.From(new InitialWeights(Shapes, rule, seed: 5), new WeightOptions { Trainable = trainable, Type = type, ShapesOnly = shapesOnly });
            _joint = weights.Fused(4, new LinearPart("a", 6), new LinearPart("b", 3, Bias: false));
            _scale = weights.Vector("norm.weight", 4);
            _root = weights.RmsNorm("root", 4, 1e-5);
            Table = weights.Embedding("table", 7, 4);
            _query = weights.Parameter("query", 2, 4);
            Set = weights.Complete();
        }

        public WeightSet Set { get; }

        public Embedding Table { get; }

        public Tensor Loss()
        {
            var x = (Table.Forward(tensor(new long[] { 3, 5 })) + _query) * _scale; // [2, 4]
            return _joint.Forward(_root.Forward(x)).square().sum();                 // []
        }

        public void Dispose() => Set.Dispose();
    }
}
