using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Audire.Tests.Models.Nn;

/// <summary>Products, and gradients of products with trained and frozen matrices, are libtorch's own, for so few rows that it makes them itself and for many.</summary>
public sealed class MatrixProductTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(70)]
    [InlineData(300)]
    public void Products_are_those_of_libtorch(long rows)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(8, CPU);
        var (x, weight, bias) = (randn([rows, 48], generator: generator), randn([80, 48], generator: generator), randn([80], generator: generator));
        Near(F.linear(x, weight, bias), MatrixProduct.Linear(x, weight, bias), "linear");
        Near(F.linear(x, weight), MatrixProduct.Linear(x.view(1, rows, 48), weight, bias: null)[0], "linear without a bias");
        var other = randn([rows, 80], generator: generator);
        Near(other.matmul(weight), MatrixProduct.Of(other, weight), "with rows");
        Near(x.matmul(weight.t()), MatrixProduct.Of(x, weight.t()), "with columns");
        Near(x.t().matmul(other), MatrixProduct.OfTransposed(x, other), "transposed");
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(3, true)]
    [InlineData(300, false)]
    [InlineData(300, true)]
    public void Gradients_of_a_trained_matrix_are_those_of_libtorch(long rows, bool biased)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(9, CPU);
        var sent = randn([2, rows, 80], generator: generator);
        var (x, weight, bias) = (randn([2, rows, 48], generator: generator), randn([80, 48], generator: generator), randn([80], generator: generator));
        var expected = Gradients(F.linear);
        var found = Gradients(TrainedProduct.Run);
        for (var at = 0; at < expected.Length; at++) Near(expected[at], found[at], $"gradient {at}");

        Tensor[] Gradients(Func<Tensor, Tensor, Tensor?, Tensor> product)
        {
            Tensor[] leaves = [x.clone().requires_grad_(), weight.clone().requires_grad_(), .. biased ? [bias.clone().requires_grad_()] : Array.Empty<Tensor>()];
            product(leaves[0], leaves[1], biased ? leaves[2] : null).backward([sent]);
            return Array.ConvertAll(leaves, leaf => leaf.grad!);
        }
    }

    [Fact]
    public void An_input_without_a_gradient_gets_none()
    {
        using var scope = NewDisposeScope();
        var (x, weight) = (ones(300, 48), ones(80, 48).requires_grad_());
        TrainedProduct.Run(x, weight, bias: null).sum().backward(); // a gradient without strides of its own
        Assert.Null(x.grad);
        Assert.Equal(300, weight.grad!.max().item<float>());
    }

    private static void Near(Tensor expected, Tensor actual, string what) => TensorAssert.Close(expected, actual, 2e-6 * expected.abs().max().item<float>() + 1e-6, what);
}
