using TorchSharp;
using Xunit;

namespace Audire.Tests;

/// <summary>The native library that everything else stands on.</summary>
public sealed class LibTorchTests
{
    [Fact]
    public void Loads_and_multiplies()
    {
        using var scope = torch.NewDisposeScope();
        var product = torch.ones(2, 3).mm(torch.ones(3, 2));
        Assert.Equal(3f, product[1, 1].item<float>());
    }
}
