using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Support;

/// <summary>Comparison of tensors with recorded ones.</summary>
internal static class TensorAssert
{
    /// <summary>Same shape, and nowhere further apart than the tolerance; says where and by how much otherwise.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.True(expected.shape.AsSpan().SequenceEqual(actual.shape),
            $"{what}: shape [{string.Join(", ", actual.shape)}], expected [{string.Join(", ", expected.shape)}]");
        if (expected.numel() == 0) return;
        using var scope = NewDisposeScope();
        var difference = (expected.to(ScalarType.Float64) - actual.to(ScalarType.Float64)).abs();
        var largest = difference.max().item<double>();
        Assert.True(largest <= tolerance, $"{what}: largest difference {largest:g3} at {difference.argmax().item<long>()}, allowed {tolerance:g3}");
    }
}
