using Audire.Models.Nn;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Nn;

/// <summary>First values before training: as the rule says, and the same for the same seed.</summary>
public sealed class InitialWeightsTests
{
    private static readonly Dictionary<string, long[]> Shapes = new(StringComparer.Ordinal) { ["m"] = [300, 400], ["k"] = [40, 30, 5], ["v"] = [9], ["s"] = [] };

    [Fact]
    public void The_seed_and_the_name_alone_decide()
    {
        using var scope = NewDisposeScope();
        var first = new InitialWeights(Shapes, (_, _) => InitialValue.Normal(1), seed: 3);
        var fewer = new InitialWeights(new Dictionary<string, long[]> { ["v"] = [9] }, (_, _) => InitialValue.Normal(1), seed: 3);
        var other = new InitialWeights(Shapes, (_, _) => InitialValue.Normal(1), seed: 4);
        manual_seed(1);
        var before = first.Load("v");
        manual_seed(2);
        Assert.Equal(before.data<float>().ToArray(), first.Load("v").data<float>().ToArray());
        Assert.Equal(before.data<float>().ToArray(), fewer.Load("v").data<float>().ToArray());
        Assert.NotEqual(before.data<float>().ToArray(), other.Load("v").data<float>().ToArray());
        Assert.NotEqual(before[0].item<float>(), first.Load("m")[0, 0].item<float>());
    }

    [Theory]
    [InlineData("m", InitialValueKind.Normal, 0.5, 0.5)]
    [InlineData("m", InitialValueKind.Uniform, 0.5, 0.28868)]            // bound / √3
    [InlineData("m", InitialValueKind.KaimingUniform, 0, 0.028868)]      // 1 / √400 / √3
    [InlineData("k", InitialValueKind.KaimingUniform, 0, 0.047140)]      // 1 / √150 / √3
    [InlineData("k", InitialValueKind.XavierUniform, 0, 0.075593)]       // √(6 / (150 + 200)) / √3
    [InlineData("v", InitialValueKind.Constant, 2, 0)]
    public void Values_spread_as_the_distribution_says(string name, InitialValueKind kind, double scale, double deviation)
    {
        using var scope = NewDisposeScope();
        var values = new InitialWeights(Shapes, (_, _) => new InitialValue(kind, scale)).Load(name);
        Assert.Equal(Shapes[name], values.shape);
        Assert.Equal(deviation, values.std().item<float>(), 0.03 * deviation + 1e-7);
        if (kind != InitialValueKind.Constant) Assert.Equal(0, values.mean().item<float>(), 0.05 * deviation);
    }

    [Fact]
    public void The_usual_rule_tells_matrices_norms_and_biases_apart()
    {
        Assert.Equal(InitialValue.Normal(0.02), InitialWeights.Usual("q_proj.weight", [4, 4]));
        Assert.Equal(InitialValue.Ones, InitialWeights.Usual("norm.weight", [4]));
        Assert.Equal(InitialValue.Zeros, InitialWeights.Usual("q_proj.bias", [4]));
    }

    [Fact]
    public void Dropout_drops_its_share_repeats_with_the_generator_and_is_nothing_when_off()
    {
        using var scope = NewDisposeScope();
        var x = ones(100, 100);
        Assert.Same(x, Dropout.Off.Forward(x));
        Assert.Same(x, new Dropout(0.1, Active: false).Forward(x));
        var state = get_rng_state();
        var dropped = new Dropout(0.1).Forward(x);
        Assert.Equal(0.1, dropped.eq(0).to(ScalarType.Float32).mean().item<float>(), 0.02);
        Assert.Equal(1, dropped.mean().item<float>(), 0.02);
        set_rng_state(state);
        Assert.True(dropped.eq(new Dropout(0.1).Forward(x)).all().item<bool>());
        Assert.Throws<InvalidOperationException>(() => new Dropout(1).Forward(x));
    }
}
