using Audire.Models.Beats;
using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Beats;

/// <summary>Gradients of a small BEATs, and what may and may not change while it is trained.</summary>
public sealed class BeatsGradientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static BeatsConfig Small { get; } = new()
    {
        PatchSize = 16, PatchWidth = 12, Layers = 2, Width = 16, Heads = 2, FeedForward = 24, PositionTaps = 4, PositionGroups = 2, Buckets = 16, MaxDistance = 20,
    };

    [Fact]
    public void Every_parameter_has_the_gradient_that_differences_give()
    {
        using var model = Build(_ => true);
        using var scope = NewDisposeScope();
        var fbank = randn([2, 48, 128], ScalarType.Float32, generator: new Generator(1));
        var weights = randn([2, 24, Small.Width], ScalarType.Float32, generator: new Generator(2));
        var padding = BeatsPadding.FromLengths([48, 33], 48);
        weights.select(0, 1).narrow(0, 16, 8).zero_(); // padded tokens are nothing but a norm of zeros: steep, and of no use to anyone
        Assert.Equal(model.Set.Shapes.Keys.Order(StringComparer.Ordinal), model.Set.Trainable.Keys.Order(StringComparer.Ordinal));
        FiniteDifferences.Check(model.Set.Trainable, () => (model.Forward(fbank, padding, exactPadding: true, cancellationToken: Stop) * weights).to(ScalarType.Float64).sum());
    }

    [Fact]
    public void Frozen_and_trained_weights_give_the_same_values()
    {
        using var frozen = Build(null);
        using var trained = Build(_ => true);
        using var scope = NewDisposeScope();
        var fbank = randn([1, 64, 128], ScalarType.Float32, generator: new Generator(3));
        TensorAssert.Close(frozen.Forward(fbank, cancellationToken: Stop), trained.Forward(fbank, cancellationToken: Stop).detach(), 1e-6, "trained");
        Assert.False(frozen.Forward(fbank, cancellationToken: Stop).requires_grad);
        Assert.Empty(frozen.Set.Trainable);
    }

    [Fact]
    public void Heads_that_do_not_fit_at_once_are_done_in_parts()
    {
        var many = Small with { Width = 24, Heads = 12 };
        using var model = Build(null, many);
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var tokens = randn([1, 470, 24], ScalarType.Float32, generator: new Generator(6)); // 470² pairs: nine heads, then three
        var padding = BeatsPadding.FromLengths([430], 470);
        var spelledOut = model.Encode(tokens, padding, tap: (_, value) => value, cancellationToken: Stop);
        TensorAssert.Close(spelledOut, model.Encode(tokens, padding, cancellationToken: Stop), 1e-5, "parts");
    }

    [Fact]
    public void Only_the_chosen_weights_are_trained()
    {
        using var model = Build(name => name.StartsWith("encoder.layers.1.fc1.", StringComparison.Ordinal));
        using var scope = NewDisposeScope();
        model.Forward(randn([1, 32, 128], ScalarType.Float32, generator: new Generator(4)), cancellationToken: Stop).sum().backward();
        Assert.Equal(["encoder.layers.1.fc1.bias", "encoder.layers.1.fc1.weight"], model.Set.Trainable.Keys.Order(StringComparer.Ordinal));
        Assert.All(model.Set.Trainable.Values, leaf => Assert.NotNull(leaf.grad));
    }

    [Fact]
    public void Dropout_draws_from_the_generator_and_only_while_it_is_active()
    {
        using var model = Build(null);
        using var scope = NewDisposeScope();
        var tokens = model.Embed(randn([1, 64, 128], ScalarType.Float32, generator: new Generator(5)));
        var plain = model.Encode(tokens, null, cancellationToken: Stop);
        TensorAssert.Close(plain, model.Encode(tokens, null, new Dropout(0.5, Active: false), cancellationToken: Stop), 0, "inactive");
        random.manual_seed(7);
        var first = model.Encode(tokens, null, new Dropout(0.5), cancellationToken: Stop);
        random.manual_seed(7);
        TensorAssert.Close(first, model.Encode(tokens, null, new Dropout(0.5), cancellationToken: Stop), 0, "the same seed");
        Assert.True((first - plain).abs().max().item<float>() > 0.1);
    }

    internal static BeatsModel Build(Func<string, bool>? trainable, BeatsConfig? config = null)
    {
        config ??= Small;
        using var shapes = BeatsModel.Build(new InitialWeights(new Dictionary<string, long[]>(StringComparer.Ordinal)), config, new WeightOptions { ShapesOnly = true });
        var start = new InitialWeights(shapes.Set.Shapes, BeatsInitialValues.For(config), seed: 11);
        return BeatsModel.Build(start, config, new WeightOptions { Trainable = trainable });
    }
}
