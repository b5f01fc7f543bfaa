using Audire.Models.Llama;
using Audire.Models.Nn;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Llama;

/// <summary>Decoders trained in full: losses, smoothed losses and the gradient of every parameter against the recorded ones (fixtures/llm).</summary>
public sealed class LlamaGradientTests
{
    private const double Tolerance = 1e-4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Losses_and_gradients_of_every_parameter_are_the_recorded_ones(int checkpointedLayers)
    {
        foreach (var path in DecoderCase.Paths())
        {
            using var scope = NewDisposeScope();
            using var @case = DecoderCase.Open(path);
            using var model = LlamaModel.Build(@case.Tensors.Under("w."), @case.Config, new WeightOptions { Trainable = _ => true });
            var hidden = model.Forward(model.Embed(@case.Tensors["ids"]), checkpointedLayers: checkpointedLayers);
            var labels = TokenLoss.Next(@case.Tensors["labels"]);
            var loss = model.Loss(hidden, labels);
            var json = @case.Json.RootElement;
            Assert.Equal(json.GetProperty("counted_labels").GetInt64(), loss.Tokens);
            Assert.Equal(json.GetProperty("loss").GetDouble(), loss.Loss.item<float>(), 1e-5);
            Assert.Equal(json.GetProperty("loss_label_smoothing_0.1").GetDouble(), model.Loss(hidden, labels, 0.1).Loss.item<float>(), 1e-5);

            loss.Loss.backward();
            var names = @case.Tensors.Names.Where(name => name.StartsWith("grad.", StringComparison.Ordinal)).Select(name => name["grad.".Length..]).ToList();
            Assert.Equal(model.Set.Trainable.Keys, names.Order(StringComparer.Ordinal));
            foreach (var (name, leaf) in model.Set.Trainable)
            {
                var expected = @case.Tensors["grad." + name];
                TensorAssert.Close(expected, leaf.grad!, Tolerance * expected.abs().max().item<float>(), $"{@case.Name}: {name}");
            }

            var norm = Math.Sqrt(model.Set.Trainable.Values.Sum(leaf => leaf.grad!.square().sum().item<float>()));
            Assert.Equal(json.GetProperty("grad_norm").GetDouble(), norm, 1e-4 * norm);
        }
    }

    [Fact]
    public void Some_parameters_trained_have_the_gradients_they_have_among_all()
    {
        foreach (var path in DecoderCase.Paths())
        {
            using var scope = NewDisposeScope();
            using var @case = DecoderCase.Open(path);
            using var model = LlamaModel.Build(
                @case.Tensors.Under("w."), @case.Config, new WeightOptions { Trainable = name => name.Contains("layers.0.self_attn.k_proj", StringComparison.Ordinal) });
            var hidden = model.Forward(model.Embed(@case.Tensors["ids"]));
            model.Loss(hidden, TokenLoss.Next(@case.Tensors["labels"])).Loss.backward();
            Assert.All(model.Set.Trainable.Keys, name => Assert.Contains("layers.0.self_attn.k_proj", name, StringComparison.Ordinal));
            foreach (var (name, leaf) in model.Set.Trainable)
            {
                var expected = @case.Tensors["grad." + name];
                TensorAssert.Close(expected, leaf.grad!, Tolerance * expected.abs().max().item<float>(), $"{@case.Name}: {name}");
            }
        }
    }

    [Fact]
    public void Pads_change_nothing_for_the_tokens_that_count()
    {
        foreach (var path in DecoderCase.Paths())
        {
            using var scope = NewDisposeScope();
            using var @case = DecoderCase.Open(path);
            using var model = @case.Build();
            using var gradients = no_grad();
            var embeddings = model.Embed(@case.Tensors["ids"]).clone(); // [B, T, C]
            var whole = model.Forward(embeddings);
            var mask = ones(embeddings.shape[0], embeddings.shape[1], ScalarType.Int64);
            mask[0, TensorIndex.Slice(6)] = 0; // behind: no mask is needed
            embeddings[0, TensorIndex.Slice(6)] = 9;
            TensorAssert.Close(whole[0, TensorIndex.Slice(0, 6)], model.Forward(embeddings, mask)[0, TensorIndex.Slice(0, 6)], Tolerance, $"{@case.Name}: pads behind");

            mask[1, 3] = 0;                    // between: what is there is not seen
            var seen = model.Forward(embeddings, mask);
            embeddings[1, 3] = 7;
            var other = model.Forward(embeddings, mask);
            TensorAssert.Close(seen[1, TensorIndex.Slice(4)], other[1, TensorIndex.Slice(4)], 1e-6, $"{@case.Name}: a pad between");
        }
    }
}
