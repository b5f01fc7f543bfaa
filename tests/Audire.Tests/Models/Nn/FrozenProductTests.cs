using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>Gradients through frozen matrices of every type: those of the widened matrix, which is not kept.</summary>
public sealed class FrozenProductTests
{
    private static readonly Dictionary<string, long[]> Shapes = new(StringComparer.Ordinal) { ["a.weight"] = [80, 96], ["a.bias"] = [80] }; // 80 outputs: 8 bits hold them with some to spare

    [Theory]
    [InlineData(WeightType.F32, 1e-6)]
    [InlineData(WeightType.F16, 1e-3)]
    [InlineData(WeightType.BF16, 1e-2)]
    [InlineData(WeightType.Int8, 2e-2)]
    [InlineData(WeightType.Int4, 1e-1)]
    public void Gradients_of_the_input_and_the_bias_are_those_of_the_matrix(WeightType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        var source = new InitialWeights(Shapes, (_, _) => InitialValue.Normal(1), seed: 2);
        using var generator = new Generator(1, CPU);
        foreach (var rows in new long[] { 2, 40, 300 }) // few rows and many take paths of their own
        {
            var weights = Weights.From(source, new WeightOptions { Type = type, Trainable = name => name == "a.bias" });
            var linear = weights.Linear("a", 96, 80);
            using var set = weights.Complete();
            var x = randn([rows, 96], generator: generator).requires_grad_();
            var sent = randn([rows, 80], generator: generator);
            var y = linear.Forward(x);
            y.backward([sent]);
            var matrix = source.Load("a.weight");
            Near(x.detach().matmul(matrix.t()) + source.Load("a.bias"), y, "output");
            Near(sent.matmul(matrix), x.grad!, "input");
            Near(sent.sum([0L]), set.Trainable["a.bias"].grad!, "bias");
        }

        void Near(Tensor expected, Tensor actual, string what) => TensorAssert.Close(expected, actual, tolerance * expected.abs().max().item<float>(), $"{type}: {what}");
    }
}
