using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>Half-precision matrices in FBGEMM's layout: the products and gradients of the rows they were packed from, which come back to the bit.</summary>
public sealed class HalfLinearTests
{
    /// <summary>Rows of a matrix that is packed whole, and of one that is packed in pieces.</summary>
    public static readonly TheoryData<long> Rows = [70, (2 * HalfMatrices.PieceRows) + 13];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Products_gradients_and_rows_are_those_of_the_matrix(long rows)
    {
        Assert.SkipUnless(HalfMatrices.Available, "This build of libtorch, or this processor, has no product of half-precision matrices with float32.");
        using var scope = NewDisposeScope();
        using var generator = new Generator(6, CPU);
        using var kept = new HalfMatrices();
        var matrix = randn([rows, 33], generator: generator).to(ScalarType.Float16);
        var bias = randn([rows], generator: generator);
        var linear = new HalfLinear(kept, matrix, bias);
        var bare = new HalfLinear(kept, matrix, bias: null);
        var widened = matrix.to(ScalarType.Float32);
        Assert.Equal(Values(widened), Values(linear.Dense()));
        foreach (var count in new long[] { 1, 2, 5, 150 })
        {
            var x = randn([count, 33], generator: generator);
            Near(x.matmul(widened.t()) + bias, linear.Forward(x), $"{count} rows");
            Near(x.matmul(widened.t()), bare.Forward(x.view(1, count, 33))[0], $"{count} rows without a bias");
            var leaf = x.clone().requires_grad_();
            var sent = randn([count, rows], generator: generator);
            linear.Forward(leaf).backward([sent]);
            Near(sent.matmul(widened), leaf.grad!, $"gradient of {count} rows");
        }

        static void Near(Tensor expected, Tensor actual, string what) => TensorAssert.Close(expected, actual, 1e-5 * expected.abs().max().item<float>(), what);
    }

    [Fact]
    public void Every_finite_half_comes_back()
    {
        Assert.SkipUnless(HalfMatrices.Available, "This build of libtorch, or this processor, has no product of half-precision matrices with float32.");
        using var scope = NewDisposeScope();
        using var kept = new HalfMatrices();
        var all = Enumerable.Range(0, 1 << 16).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).Where(float.IsFinite).ToArray();
        var matrix = tensor(all).view(62, -1);
        Assert.Equal(all, Values(new HalfLinear(kept, matrix.to(ScalarType.Float16), bias: null).Dense()));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_matrix_in_its_place_is_used_until_it_is_taken_back(long rows)
    {
        Assert.SkipUnless(HalfMatrices.Available, "This build of libtorch, or this processor, has no product of half-precision matrices with float32.");
        using var scope = NewDisposeScope();
        using var generator = new Generator(7, CPU);
        using var kept = new HalfMatrices();
        var linear = new HalfLinear(kept, randn([rows, 24], generator: generator), randn([rows], generator: generator));
        var other = new HalfLinear(kept, randn([rows, 24], generator: generator), bias: null);
        var x = randn([3, 24], generator: generator);
        var (before, beside) = (Values(linear.Forward(x)), Values(other.Forward(x)));
        using (linear.Replace(linear.Dense().mul_(2))) Assert.NotEqual(before, Values(linear.Forward(x)));
        Assert.Equal(before, Values(linear.Forward(x)));
        Assert.Equal(beside, Values(other.Forward(x)));
    }

    private static float[] Values(Tensor tensor) => tensor.data<float>().ToArray();
}
