using System.Text.Json;
using Audire.Models.Llama;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Llama;

/// <summary>Real SmolLM2-135M-Instruct, weights dequantised to float32, against the recorded values of fixtures/llm.</summary>
[Trait("Category", "RealWeights")]
public sealed class SmolLmTests(SmolLmFixture fixture) : IClassFixture<SmolLmFixture>
{
    [Fact]
    public void Logits_and_hidden_states_are_the_recorded_ones()
    {
        using var json = Fixtures.Json("llm", "smollm2_logits.json");
        using var recorded = new FixtureTensors(Fixtures.Require("llm", "smollm2_logits.safetensors"));
        var number = 0;
        foreach (var prompt in json.RootElement.GetProperty("prompts").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var (ids, name) = (Ids(prompt.GetProperty("ids")), $"prompt{number++}");
            var states = new List<Tensor>();
            using var state = fixture.Model.Start(tap: (site, value) =>
            {
                if (site == "norm" || (site.Split('.').Length == 2 && site.StartsWith("layers.", StringComparison.Ordinal)))
                    states.Add(value[0, -1].clone().DetachFromDisposeScope());
                return value;
            });
            using var gradients = no_grad();
            var embedded = fixture.Model.Embed(tensor(ids.Select(id => (long)id).ToArray(), [1, ids.Length]));
            var logits = fixture.Model.Logits(state.Read(embedded))[0];
            CheckPositions(prompt, logits, name);
            foreach (var stored in recorded.Names.Where(stored => stored.StartsWith(name + ".", StringComparison.Ordinal)))
            {
                var expected = recorded[stored];
                if (expected.dim() == 2 && expected.shape[1] == fixture.Model.Config.Width)
                {
                    // Row 0 is the embedding, then each layer's output; the last layer's stands behind the final norm.
                    Tensor[] rows = [embedded[0, -1], .. states.Take(states.Count - 2), states[^1]];
                    TensorAssert.Close(expected, stack(rows), 2e-3, stored);
                }
                else if (expected.dim() == 1 && expected.shape[0] == fixture.Model.Config.Vocabulary)
                    TensorAssert.Close(expected, logits[-1], 1e-3, stored);
            }

            foreach (var tensor in states) tensor.Dispose();
        }
    }

    [Fact]
    public void Perplexity_of_known_texts_is_the_recorded_one()
    {
        using var json = Fixtures.Json("llm", "smollm2_perplexity.json");
        foreach (var text in json.RootElement.GetProperty("texts").EnumerateArray())
        {
            var ids = Ids(text.GetProperty("ids"));
            var scores = fixture.Model.LogLikelihood(ids.AsSpan(0, 1), ids.AsSpan(1), TestContext.Current.CancellationToken);
            var expected = text.GetProperty("perplexity").GetDouble();
            Assert.Equal(expected, Math.Exp(-scores.Sum / (ids.Length - 1)), expected * 1e-4);
        }
    }

    [Fact]
    public void Answers_score_as_recorded()
    {
        using var json = Fixtures.Json("llm", "smollm2_choices.json");
        foreach (var item in json.RootElement.GetProperty("items").EnumerateArray())
            foreach (var option in item.GetProperty("options").EnumerateArray())
            {
                var scores = fixture.Model.LogLikelihood(Ids(item.GetProperty("context_ids")), Ids(option.GetProperty("ids")), TestContext.Current.CancellationToken);
                var expected = option.GetProperty("token_logprobs").EnumerateArray().Select(value => value.GetDouble()).ToArray();
                Assert.Equal(expected.Length, scores.PerToken.Count);
                for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], scores.PerToken[i], 1e-3);
                Assert.Equal(option.GetProperty("is_greedy").GetBoolean(), scores.IsGreedy);
            }
    }

    [Fact]
    public void Greedy_answers_have_the_recorded_ids()
    {
        using var json = Fixtures.Json("llm", "smollm2_greedy.json");
        foreach (var chat in json.RootElement.GetProperty("chats").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            using var state = fixture.Model.Start();
            var logits = state.Prefill(Ids(chat.GetProperty("prompt_ids")), TestContext.Current.CancellationToken);
            var gaps = chat.GetProperty("gaps").EnumerateArray().Select(gap => gap.GetDouble()).ToArray();
            var expected = Ids(chat.GetProperty("ids"));
            for (var step = 0; step < expected.Length; step++)
            {
                var next = (int)logits.argmax().item<long>();
                Assert.True(next == expected[step], $"step {step}: id {next}, recorded {expected[step]} (gap {gaps[step]:g3})");
                if (step + 1 < expected.Length) logits = state.Step([next]);
            }
        }
    }

    private static void CheckPositions(JsonElement prompt, Tensor logits, string name)
    {
        var position = 0;
        foreach (var expected in prompt.GetProperty("positions").EnumerateArray())
        {
            var row = logits[position];
            var top = Ids(expected.GetProperty("top_ids"));
            var values = expected.GetProperty("top_logits").EnumerateArray().Select(value => value.GetSingle()).ToArray();
            TensorAssert.Close(tensor(values), row.index_select(0, tensor(top.Select(id => (long)id).ToArray())), 1e-3, $"{name}, position {position}");
            Assert.Equal(expected.GetProperty("logsumexp").GetDouble(), row.to(ScalarType.Float64).logsumexp(0).item<double>(), 1e-3);
            position++;
        }

        Assert.Equal(logits.shape[0], position);
    }

    private static int[] Ids(JsonElement array) => [.. array.EnumerateArray().Select(id => id.GetInt32())];
}

/// <summary>The model, loaded once for all tests of the class.</summary>
public sealed class SmolLmFixture : IDisposable
{
    private readonly Lazy<LlamaModel> _model = new(() =>
    {
        var folder = Fixtures.RequireShared("models", "smollm2-135m-instruct");
        return LlamaModel.Load(Directory.EnumerateFiles(folder, "*.gguf").Single());
    });

    /// <summary>SmolLM2 in float32; skips the test where the file is absent.</summary>
    public LlamaModel Model => _model.Value;

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        if (_model.IsValueCreated) _model.Value.Dispose();
    }
}
