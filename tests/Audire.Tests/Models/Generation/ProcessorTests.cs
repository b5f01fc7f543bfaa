using System.Text.Json;
using Audire.Models.Generation;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Generation;

/// <summary>Penalties, bans and cut-offs against recorded scores (fixtures/llm/processors, tolerance 1e-6).</summary>
public sealed class ProcessorTests
{
    private static readonly string[] Order = ["repetition_penalty", "no_repeat_ngram_size", "min_new_tokens", "temperature", "top_k", "top_p", "min_p"];

    [Fact]
    public void Scores_and_probabilities_are_the_recorded_ones()
    {
        using var json = Fixtures.Json("llm", "processors.json");
        using var tensors = new FixtureTensors(Fixtures.Require("llm", "processors.safetensors"));
        using var scope = NewDisposeScope();
        var logits = tensors["logits"];
        foreach (var item in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            var name = item.GetProperty("name").GetString()!;
            var rows = Histories(tensors["ids"], item.TryGetProperty("prompt_length", out var prompt) ? prompt.GetInt32() : null);
            var ties = item.TryGetProperty("tie_at_boundary_rows", out var tied) ? tied.EnumerateArray().Select(row => row.GetInt64()).ToHashSet() : [];
            var scores = Steps(item).Apply(logits, rows);
            Compare(name, tensors[$"{name}.logits"], scores, ties, removed: double.NegativeInfinity);
            Compare(name, tensors[$"{name}.probs"], scores.softmax(-1), ties, removed: 0);
        }
    }

    [Fact]
    public void Options_put_the_steps_into_the_recorded_order()
    {
        var options = new GenerationOptions
        {
            RepetitionPenalty = 1.2, NoRepeatNgramSize = 3, MinNewTokens = 1, StopIds = [0], Temperature = 0.7, TopK = 20, TopP = 0.9, MinP = 0.05,
        };
        var steps = LogitsProcessors.Penalties(options).Concat(LogitsProcessors.Warpers(options)).Select(step => step.GetType());
        Assert.Equal([typeof(RepetitionPenalty), typeof(NoRepeatNgram), typeof(MinNewTokens), typeof(Temperature), typeof(TopK), typeof(TopP), typeof(MinP)], steps);
    }

    [Fact]
    public void Presence_and_frequency_count_what_was_written_and_not_the_prompt()
    {
        using var scope = NewDisposeScope();
        var history = new TokenHistory([4, 4]);
        foreach (var token in (int[])[1, 2, 2]) history.Add(token);
        var scores = new PresencePenalty(0.5, 0.25).Process(zeros(1, 5), [history]);
        Assert.Equal([0f, -0.75f, -1f, 0f, 0f], scores.data<float>().ToArray());
    }

    // "combined" lists its steps, any other case is one step named by its property.
    private static List<ILogitsProcessor> Steps(JsonElement item)
    {
        if (item.TryGetProperty("order", out var order))
            return [.. order.EnumerateArray().Select(step => Step(step.GetProperty("name").GetString()!, step.GetProperty("value"), item))];
        return [.. Order.Where(name => item.TryGetProperty(name, out _)).Select(name => Step(name, item.GetProperty(name), item))];
    }

    private static ILogitsProcessor Step(string name, JsonElement value, JsonElement item) => name switch
    {
        "repetition_penalty" => new RepetitionPenalty(value.GetDouble()),
        "no_repeat_ngram_size" => new NoRepeatNgram(value.GetInt32()),
        "min_new_tokens" => new MinNewTokens(value.GetInt32(), [.. item.GetProperty("eos_ids").EnumerateArray().Select(id => id.GetInt32())]),
        "temperature" => new Temperature(value.GetDouble()),
        "top_k" => new TopK(value.GetInt32()),
        "top_p" => new TopP(value.GetDouble()),
        "min_p" => new MinP(value.GetDouble()),
        _ => throw new NotSupportedException($"The fixture names a step {name} that no test knows."),
    };

    private static TokenHistory[] Histories(Tensor ids, int? promptLength)
    {
        var rows = new TokenHistory[ids.shape[0]];
        for (var row = 0; row < rows.Length; row++)
        {
            var tokens = Array.ConvertAll(ids[row].data<long>().ToArray(), id => (int)id);
            rows[row] = new TokenHistory(tokens.Take(promptLength ?? tokens.Length));
            foreach (var token in tokens.Skip(rows[row].PromptLength)) rows[row].Add(token);
        }
        return rows;
    }

    private static void Compare(string name, Tensor expected, Tensor actual, HashSet<long> ties, double removed)
    {
        for (var row = 0L; row < expected.shape[0]; row++)
        {
            var (wanted, got) = (expected[row].data<float>().ToArray(), actual[row].to(ScalarType.Float32).data<float>().ToArray());
            if (ties.Contains(row)) (wanted, got) = ([.. wanted.Order()], [.. got.Order()]); // which of equal values stay is free
            for (var id = 0; id < wanted.Length; id++)
            {
                if (wanted[id] == removed) Assert.True(got[id] == removed, $"{name} row {row}: {id} is kept");
                else Assert.True(Math.Abs(wanted[id] - got[id]) <= 1e-6 * Math.Max(1, Math.Abs(wanted[id])), $"{name} row {row}: {id} is {got[id]}, recorded {wanted[id]}");
            }
        }
    }
}
