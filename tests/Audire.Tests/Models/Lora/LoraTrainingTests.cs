using Audire.Tests.Support;
using Audire.Training.Optimisation;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Lora;

/// <summary>The recorded training of an adapter: AdamW steps with clipping, step by step (fixtures/llm, lora).</summary>
public sealed class LoraTrainingTests
{
    private const double Tolerance = 1e-5;

    // lora.json names these in a sentence only.
    private const double Rate = 0.01;
    private const double Limit = 1;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Losses_norms_moments_and_weights_are_the_recorded_ones(int checkpointedLayers)
    {
        using var scope = NewDisposeScope();
        using var @case = new LoraCase();
        var training = @case.Json.GetProperty("training");
        using var optimiser = new AdamW(@case.Adapter.Trainable, new AdamWSettings { WeightDecay = 0.05 });
        var step = 0;
        foreach (var recorded in training.GetProperty("steps").EnumerateArray())
        {
            step++;
            var loss = @case.Loss(@case.Adapter.At(), checkpointedLayers: checkpointedLayers).Loss;
            Assert.Equal(recorded.GetProperty("loss_before_step").GetDouble(), loss.item<float>(), Tolerance * 10); // losses of about 7
            Gradients.Clear(@case.Adapter.Trainable);
            loss.backward();
            var norm = Gradients.Clip(@case.Adapter.Trainable, Limit);
            Assert.Equal(recorded.GetProperty("grad_norm_before_clipping").GetDouble(), norm, 1e-4 * norm);
            optimiser.Step(Rate);
            foreach (var (name, leaf) in @case.Leaves) TensorAssert.Close(@case.Recorded[$"step{step}.{name}"], leaf, Tolerance, $"step {step}: {name}");
        }

        Assert.Equal(training.GetProperty("loss_after").GetDouble(), @case.Loss(@case.Adapter.At()).Loss.item<float>(), 1e-4);
        foreach (var (name, _) in @case.Leaves)
        {
            TensorAssert.Close(@case.Recorded["exp_avg." + name], optimiser.State["mean.base_model.model." + name], Tolerance, "mean of " + name);
            TensorAssert.Close(@case.Recorded["exp_avg_sq." + name], optimiser.State["square.base_model.model." + name], Tolerance, "square of " + name);
        }
    }
}
