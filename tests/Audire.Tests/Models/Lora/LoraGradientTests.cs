using Audire.Models.Lora;
using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Lora;

/// <summary>The adapter trained: loss and gradients against recorded ones, finite differences, and the same with less memory.</summary>
public sealed class LoraGradientTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Loss_and_gradients_are_the_recorded_ones(int checkpointedLayers)
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        Assert.Equal(@case.Json.GetProperty("trainable_parameters").GetInt64(), @case.Adapter.Trainable.Values.Sum(leaf => leaf.numel()));
        var loss = @case.Loss(@case.Adapter.At(), checkpointedLayers: checkpointedLayers);
        Assert.Equal(@case.Json.GetProperty("loss_scale4").GetDouble(), loss.Loss.item<float>(), 1e-5);
        Assert.Equal(@case.Recorded["labels"].narrow(1, 1, @case.Ids.shape[1] - 1).ne(TokenLoss.Ignored).sum().item<long>(), loss.Tokens);
        loss.Loss.backward();
        foreach (var (name, leaf) in @case.Leaves)
        {
            var expected = @case.Recorded["grad." + name];
            TensorAssert.Close(expected, leaf.grad!, Tolerance * expected.abs().max().item<float>(), name);
        }
    }

    [Theory]
    [InlineData("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")]
    [InlineData("k_proj")]
    [InlineData("v_proj", "up_proj")]
    public void Gradients_beside_any_projection_are_those_of_finite_differences(params string[] targets)
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        using var adapter = Random(@case, targets);
        @case.Loss(adapter.At(2)).Loss.backward();
        foreach (var (name, leaf) in adapter.Trainable.Where((_, index) => index % 3 == 0))
        {
            var at = leaf.grad!.abs().argmax().item<long>();
            var flat = leaf.detach().view(-1); // shares the leaf's memory
            var expected = leaf.grad!.view(-1)[at].item<float>();
            var found = (Shifted(1e-2f) - Shifted(-1e-2f)) / 2e-2;
            Assert.True(Math.Abs(expected - found) < 5e-3 + 2e-2 * Math.Abs(expected), $"{name}: {expected} by autograd, {found} by differences");

            double Shifted(float by)
            {
                using var gradients = no_grad();
                flat[at] += by;
                var loss = @case.Loss(adapter.At(2)).Loss.item<float>();
                flat[at] -= by;
                return loss;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Checkpointed_gradients_are_the_same_bit_for_bit_with_dropout_too(int checkpointedLayers)
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        using var adapter = Random(@case, LoraConfig.Known);
        var start = get_rng_state();
        var kept = Gradients(0);
        var after = get_rng_state();
        set_rng_state(start);
        var again = Gradients(checkpointedLayers);
        Assert.True(after.eq(get_rng_state()).all().item<bool>());
        foreach (var (name, gradient) in kept) Assert.True(gradient.eq(again[name]).all().item<bool>(), name);

        Dictionary<string, Tensor> Gradients(int checkpointed)
        {
            foreach (var leaf in adapter.Trainable.Values) leaf.grad = null;
            @case.Loss(adapter.At(), new Dropout(0.3), checkpointed).Loss.backward();
            return adapter.Trainable.ToDictionary(pair => pair.Key, pair => pair.Value.grad!.clone(), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_left_behind_by_a_training_step()
    {
        using var @case = new LoraCase();
        var use = @case.Adapter.At();
        Step(0);
        Step(int.MaxValue);
        var before = LiveTensors.AtRest();
        for (var i = 0; i < 5; i++)
        {
            Step(0);
            Step(int.MaxValue);
        }

        Assert.Equal(before, Tensor.TotalCount);

        void Step(int checkpointedLayers)
        {
            using var scope = NewDisposeScope();
            @case.Loss(use, new Dropout(0.1), checkpointedLayers).Loss.backward();
        }
    }

    private static LoraAdapter Random(LoraCase @case, IReadOnlyList<string> targets)
    {
        var config = @case.Config with { Targets = targets };
        var adapter = LoraAdapter.Create(@case.Model.Config, config, seed: 3);
        using var gradients = no_grad();
        using var generator = new Generator(11, CPU);
        foreach (var leaf in adapter.Trainable.Values) leaf.copy_(randn(leaf.shape, generator: generator).mul_(0.2));
        return adapter;
    }
}
