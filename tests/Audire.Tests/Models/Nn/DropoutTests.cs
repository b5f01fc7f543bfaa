using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>Dropout: the share that is dropped, what the rest becomes, and the gradient through it.</summary>
public sealed class DropoutTests
{
    private const long Seed = 5;

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    public void A_share_becomes_zero_and_the_rest_is_scaled_up(double probability)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var x = randn([200, 300], generator: generator);
        var y = new Dropout(probability).Forward(x);
        var dropped = y.eq(0);
        Assert.InRange(dropped.to(ScalarType.Float64).mean().item<double>(), probability - 0.01, probability + 0.01);
        TensorAssert.Close((x / (1 - probability)).masked_fill(dropped, 0), y, 1e-5, "what is left");
    }

    [Fact]
    public void Gradients_pass_where_activations_did()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        var x = randn([6, 7], generator: generator).requires_grad_();
        var weights = randn([6, 7], generator: generator);
        FiniteDifferences.Check(new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = x }, Loss);
        var gradient = autograd.grad([Loss()], [x])[0];
        Assert.True(gradient.eq(0).equal(Dropped().eq(0)).all().item<bool>());

        Tensor Loss() => (Dropped() * weights).sum().to(ScalarType.Float64);

        Tensor Dropped()
        {
            random.manual_seed(Seed); // the same mask at every call
            return new Dropout(0.3).Forward(x);
        }
    }

    [Fact]
    public void Nothing_is_dropped_where_it_is_off()
    {
        using var scope = NewDisposeScope();
        var x = ones(3, 4);
        Assert.Same(x, Dropout.Off.Forward(x));
        Assert.Same(x, new Dropout(0.5, Active: false).Forward(x));
        Assert.Contains("leaves nothing", Assert.Throws<InvalidOperationException>(() => new Dropout(1).Forward(x)).Message, StringComparison.Ordinal);
    }
}
