using Audire.Models.Nn;
using Audire.Models.Runtime;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>Matrices in oneDNN's layout: the products and gradients of the rows they were packed from, which come back to the bit.</summary>
public sealed class OneDnnLinearTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.BFloat16, 2e-2)]
    public void Products_gradients_and_rows_are_those_of_the_matrix(ScalarType type, double tolerance)
    {
        Assert.SkipUnless(OneDnn.Available, "This build of libtorch has no oneDNN.");
        Assert.SkipUnless(type == ScalarType.Float32 || CpuFeatures.Bf16, "This processor does not compute in bfloat16.");
        using var scope = NewDisposeScope();
        using var generator = new Generator(6, CPU);
        var matrix = randn([70, 33], generator: generator).to(type);
        var bias = randn([70], generator: generator);
        var linear = OneDnnLinear.Pack(matrix, bias);
        var widened = matrix.to(ScalarType.Float32);
        Assert.Equal(widened.data<float>().ToArray(), linear.Dense().data<float>().ToArray());
        foreach (var count in new long[] { 1, 5, 150 })
        {
            var x = randn([count, 33], generator: generator);
            Near(x.matmul(widened.t()) + bias, linear.Forward(x), $"{count} rows");
            var leaf = x.clone().requires_grad_();
            var sent = randn([count, 70], generator: generator);
            linear.Forward(leaf).backward([sent]);
            Near(sent.matmul(widened), leaf.grad!, $"gradient of {count} rows");
        }

        foreach (var tensor in linear.Tensors) tensor.Dispose();

        void Near(Tensor expected, Tensor actual, string what) => TensorAssert.Close(expected, actual, tolerance * expected.abs().max().item<float>(), $"{type}: {what}");
    }
}
