using Audire.Models.Checkpoints;
using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>8-bit products are those of the widened rows to float32's rounding, whatever the shape and the number of rows.</summary>
public sealed class Int8LinearTests
{
    public static TheoryData<int, int> Shapes => new((1, 1), (3, 5), (16, 64), (250, 33), (257, 40), (576, 96), (5000, 24)); // outputs, inputs

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_are_those_of_the_widened_rows(int outputs, int inputs)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var rows = Q8Rows.Of(randn([outputs, inputs], generator: generator));
        var bias = randn([outputs], generator: generator);
        var linear = Int8Linear.Adopt(rows, bias);
        foreach (var count in new long[] { 1, 2, 7, 100 })
        {
            var x = randn([count, inputs], generator: generator).add_(1); // bytes stand 128 above the codes: sums of x must cancel
            var expected = x.matmul(rows.Weights().t()) + bias;
            TensorAssert.Close(expected, linear.Forward(x), 2e-5 * Math.Sqrt(inputs), $"{count} rows");
            TensorAssert.Close(expected.view(1, count, outputs), linear.Forward(x.view(1, count, inputs)), 2e-5 * Math.Sqrt(inputs), $"{count} rows, three dimensions");
        }

        foreach (var tensor in linear.Tensors) tensor.Dispose();
    }

    [Fact]
    public void A_row_alone_gets_the_bits_it_gets_among_a_few()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        var linear = Int8Linear.Quantise(randn([300, 48], generator: generator), bias: null);
        var x = randn([5, 48], generator: generator);
        var together = linear.Forward(x);
        for (var row = 0; row < 5; row++)
            Assert.Equal(together[row].data<float>().ToArray(), linear.Forward(x.narrow(0, row, 1)).data<float>().ToArray());
        foreach (var tensor in linear.Tensors) tensor.Dispose();
    }
}
