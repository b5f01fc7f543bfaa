using System.Text.Json;
using Audire.Models.Generation;
using Audire.Models.Salmonn;
using Audire.Tests.Support;
using Audire.Training.Optimisation;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Gradients, optimiser steps and activation tuning of the whole model are the recorded ones, from recordings to weights.</summary>
public sealed class TrainingParityTests
{
    private const double LossTolerance = 1e-4;
    private const double Relative = 1e-3;

    [Fact]
    public void Gradients_of_a_batch_reach_every_parameter_as_recorded()
    {
        foreach (var one in SalmonnCase.With("grads.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one, trainable: true);
                var clips = recorded.EncodeBatch();
                var scalars = one.Json.GetProperty("scalars").GetProperty("grads");
                var loss = recorded.Model.Loss(RecordedModel.Examples(one.Json.GetProperty("batch_tokens"), clips), new SalmonnForward { PromptPad = recorded.Pad });
                loss.Loss.backward();
                Assert.Equal(scalars.GetProperty("loss").GetDouble(), loss.Loss.item<float>(), LossTolerance);
                var expected = one.Tensors("grads.safetensors");
                Assert.Equal(expected.Names.Order(StringComparer.Ordinal), recorded.Model.Trainable.Keys.Order(StringComparer.Ordinal));
                var noise = Noise(one);
                foreach (var (name, parameter) in recorded.Model.Trainable)
                {
                    var gradient = parameter.grad!;
                    if (noise.Contains(name)) Assert.True(gradient.norm().item<float>() < 1e-6, $"{one.Name}: the gradient of {name} is zero but for rounding");
                    else Near(expected[name], gradient, $"{one.Name}: gradient of {name}");
                }
                foreach (var clip in clips) clip.Dispose();
            }
    }

    [Fact]
    public void Kept_and_recomputed_activations_give_one_gradient()
    {
        foreach (var one in SalmonnCase.With("grads.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one, trainable: true);
                var clips = recorded.EncodeBatch();
                var examples = RecordedModel.Examples(one.Json.GetProperty("batch_tokens"), clips);
                recorded.Model.Loss(examples, new SalmonnForward()).Loss.backward();
                var kept = recorded.Model.Trainable.ToDictionary(pair => pair.Key, pair => pair.Value.grad!.clone(), StringComparer.Ordinal);
                foreach (var parameter in recorded.Model.Trainable.Values) parameter.grad!.zero_();
                recorded.Model.Loss(examples, new SalmonnForward { CheckpointedLayers = int.MaxValue }).Loss.backward();
                foreach (var (name, parameter) in recorded.Model.Trainable) TensorAssert.Close(kept[name], parameter.grad!, 0, $"{one.Name}: {name}");
                foreach (var clip in clips) clip.Dispose();
            }
    }

    [Fact]
    public void Steps_with_own_gradients_end_at_the_recorded_weights()
    {
        foreach (var one in SalmonnCase.With("train.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                Train(one, "train", accumulate: 1);
                if (one.Has("train_accum2.safetensors")) Train(one, "train_accum2", accumulate: 2);
            }
    }

    private static void Train(SalmonnCase one, string name, int accumulate)
    {
        using var recorded = RecordedModel.Open(one, trainable: true);
        using var optimiser = new AdamW(recorded.Model.Trainable, new AdamWSettings());
        var record = one.Json.GetProperty("scalars").GetProperty(name);
        if (name == "train") Assert.Equal(Names(record.GetProperty("decayed")), optimiser.Decayed.Order(StringComparer.Ordinal));
        var clips = recorded.EncodeBatch();
        var batches = new[]
        {
            RecordedModel.Examples(one.Json.GetProperty("batch_tokens"), clips),
            RecordedModel.Examples(one.Json.GetProperty("scalars").GetProperty("train").GetProperty("batch1_tokens"), clips[1], clips[0]),
        };
        var expected = one.Tensors($"{name}.safetensors");
        foreach (var step in record.GetProperty("steps").EnumerateArray())
        {
            var iteration = step.GetProperty("iter").GetInt32();
            Assert.Equal(step.GetProperty("loss").GetDouble(), Backward(recorded, batches[iteration % 2]), LossTolerance);
            if ((iteration + 1) % accumulate != 0) continue;
            optimiser.Step(step.GetProperty("lr").GetDouble());
            foreach (var parameter in recorded.Model.Trainable.Values) parameter.grad!.zero_();
            var prefix = $"w{iteration + 1}.";
            foreach (var (parameter, value) in recorded.Model.Trainable.Where(pair => expected.Has(prefix + pair.Key) && !Noise(one).Contains(pair.Key)))
                Near(expected[prefix + parameter], value, $"{one.Name} {name}: {prefix}{parameter}");
        }
        Assert.Equal(record.GetProperty("loss_after").GetDouble(), Loss(recorded, batches[0]), LossTolerance);
        foreach (var clip in clips) clip.Dispose();
    }

    [Fact]
    public void Steps_with_the_recorded_gradients_end_at_the_recorded_weights()
    {
        foreach (var one in SalmonnCase.With("train.safetensors"))
            using (one)
            {
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one, trainable: true);
                using var optimiser = new AdamW(recorded.Model.Trainable, new AdamWSettings());
                var (steps, first) = (one.Tensors("train.safetensors"), one.Tensors("grads.safetensors"));
                foreach (var step in one.Json.GetProperty("scalars").GetProperty("train").GetProperty("steps").EnumerateArray())
                {
                    var number = step.GetProperty("iter").GetInt32() + 1;
                    string Gradient(string name) => $"grad{number}.{name}";
                    if (number > 1 && !recorded.Model.Trainable.Keys.All(name => steps.Has(Gradient(name)))) break; // medium keeps the last weights only
                    foreach (var (name, parameter) in recorded.Model.Trainable)
                        parameter.grad = (steps.Has(Gradient(name)) ? steps[Gradient(name)] : first[name]).clone();
                    optimiser.Step(step.GetProperty("lr").GetDouble());
                    foreach (var (name, parameter) in recorded.Model.Trainable.Where(pair => steps.Has($"w{number}.{pair.Key}")))
                        TensorAssert.Close(steps[$"w{number}.{name}"], parameter, 1e-6, $"{one.Name}: w{number}.{name}");
                }
            }
    }

    [Fact]
    public void Activation_tuning_goes_as_recorded()
    {
        foreach (var one in SalmonnCase.With("grads.safetensors"))
            using (one)
            {
                if (!one.Json.GetProperty("scalars").TryGetProperty("activation_tuning", out var tuning)) continue;
                using var scope = NewDisposeScope();
                using var recorded = RecordedModel.Open(one, trainable: true);
                var model = recorded.Model;
                using var clip = recorded.Encode(one.Json.GetProperty("clips")[0].GetProperty("file").GetString()!);
                var caption = RecordedModel.Example(one.Json.GetProperty("forward_tokens"), clip);
                var story = new SalmonnExample([clip], caption.Prompt, tuning.GetProperty("story_text").GetString()!);
                var written = model.Generate(
                    [model.Question([clip], story.Prompt)], new GenerationOptions { MaxNewTokens = tuning.GetProperty("story_ids_at_half_scale").GetArrayLength(), StopIds = [-1] },
                    new SalmonnRequest { LoraScale = model.Config.LoraScaling / 2 }, TestContext.Current.CancellationToken)[0];
                Assert.Equal(SalmonnCase.Ids(tuning.GetProperty("story_ids_at_half_scale")), written);
                Assert.Equal(SalmonnCase.Ids(tuning.GetProperty("target_ids")), model.Prompts.EncodeAnswer(story.Target, 300));

                Compare(tuning.GetProperty("before"));
                using var optimiser = new AdamW(model.Trainable, new AdamWSettings());
                foreach (var loss in tuning.GetProperty("losses").EnumerateArray())
                {
                    Assert.Equal(loss.GetDouble(), Backward(recorded, [story]), LossTolerance);
                    optimiser.Step(tuning.GetProperty("lr").GetDouble());
                    foreach (var parameter in model.Trainable.Values) parameter.grad!.zero_();
                }
                Compare(tuning.GetProperty("after"));

                void Compare(JsonElement losses)
                {
                    foreach (var scale in losses.EnumerateObject())
                    {
                        var factor = double.Parse(scale.Name[1..], System.Globalization.CultureInfo.InvariantCulture);
                        Assert.Equal(scale.Value.GetProperty("story_loss").GetDouble(), Loss(recorded, [story], factor), LossTolerance);
                        Assert.Equal(scale.Value.GetProperty("caption_loss").GetDouble(), Loss(recorded, [caption], factor), LossTolerance);
                    }
                }
            }
    }

    private static float Backward(RecordedModel recorded, IReadOnlyList<SalmonnExample> batch)
    {
        using var scope = NewDisposeScope();
        var loss = recorded.Model.Loss(batch, new SalmonnForward { PromptPad = recorded.Pad }).Loss;
        loss.backward();
        return loss.item<float>();
    }

    private static float Loss(RecordedModel recorded, IReadOnlyList<SalmonnExample> batch, double? scale = null)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        return recorded.Model.Loss(batch, new SalmonnForward { PromptPad = recorded.Pad, LoraScale = scale }).Loss.item<float>();
    }

    private static void Near(Tensor expected, Tensor actual, string what)
    {
        using var scope = NewDisposeScope();
        using var gradients = no_grad();
        var distance = (actual - expected).norm().item<float>() / Math.Max(1e-12, expected.norm().item<float>());
        Assert.True(distance <= Relative, $"{what}: relative distance {distance:g3}, allowed {Relative:g3}");
    }

    // Mathematically zero: what rounding leaves there, AdamW turns into whole steps.
    private static HashSet<string> Noise(SalmonnCase one)
    {
        var grads = one.Json.GetProperty("scalars").GetProperty("grads");
        return [.. Names(grads.GetProperty("below_1e-6")), .. Names(grads.GetProperty("exactly_zero"))];
    }

    private static IEnumerable<string> Names(JsonElement list) => list.EnumerateArray().Select(name => name.GetString()!).Order(StringComparer.Ordinal);
}
