using System.Text.Json;
using Audire.Models.Generation;
using Audire.Models.Llama;
using Audire.Tests.Models.Llama;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Generation;

/// <summary>Greedy and beam runs of the recorded decoders: ids exact, scores within 5e-5 on the sum of log-probabilities.</summary>
public sealed class RecordedRunTests
{
    [Fact]
    public void Every_recorded_run_comes_out_again()
    {
        var failures = new List<string>();
        var runs = 0;
        foreach (var path in DecoderCase.Paths())
        {
            using var @case = DecoderCase.Open(path);
            using var scope = NewDisposeScope();
            using var model = @case.Build();
            foreach (var run in @case.Json.RootElement.GetProperty("generation").EnumerateArray())
            {
                runs++;
                var what = $"{@case.Name} {run.GetProperty("name").GetString()}";
                if (run.GetProperty("settings").TryGetProperty("num_beams", out var beams) && beams.GetInt32() > 1) Beam(what, model, run, failures);
                else Greedy(what, model, run, failures);
            }
        }
        Assert.True(runs > 0, "the fixtures hold no run");
        Assert.True(failures.Count == 0, $"{failures.Count} differences in {runs} runs:\n{string.Join('\n', failures.Take(20))}");
    }

    private static void Greedy(string what, LlamaModel model, JsonElement run, List<string> failures)
    {
        var (options, prompts) = (Options(run), Prompts(run));
        using var state = Start(model, run, out var logits);
        var written = prompts.Select(_ => new List<int>()).ToArray();
        foreach (var token in TokenLoop.Run(state, logits, prompts, options, TestContext.Current.CancellationToken)) written[token.Row].Add(token.Id);
        foreach (var (row, expected) in run.GetProperty("new_ids").EnumerateArray().Index())
            Same(failures, $"{what} row {row}", Cut(Ids(expected), options.StopIds), written[row]);
    }

    private static void Beam(string what, LlamaModel model, JsonElement run, List<string> failures)
    {
        var options = Options(run);
        using var state = Start(model, run, out var logits);
        var returned = run.GetProperty("settings").GetProperty("num_return_sequences").GetInt32();
        var found = BeamSearch.Run(state, logits, Prompts(run), options, cancellation: TestContext.Current.CancellationToken).SelectMany(item => item.Take(returned)).ToArray();
        var ids = run.GetProperty("new_ids_without_padding").EnumerateArray().Select(Ids).ToArray();
        var scores = run.GetProperty("sequences_scores").EnumerateArray().Select(score => score.GetDouble()).ToArray();
        var indices = run.GetProperty("beam_indices").EnumerateArray().Select(Ids).ToArray();
        if (found.Length != ids.Length) failures.Add($"{what}: {found.Length} sequences, recorded {ids.Length}");
        foreach (var (i, hypothesis) in found.Take(ids.Length).Index())
        {
            Same(failures, $"{what} sequence {i}", ids[i], hypothesis.Tokens);
            Same(failures, $"{what} beam indices {i}", [.. indices[i].TakeWhile(index => index >= 0)], hypothesis.BeamIndices);
            var allowed = 5e-5 * Math.Pow(hypothesis.Tokens.Count, -options.LengthPenalty);
            if (!(Math.Abs(hypothesis.Score - scores[i]) <= allowed)) failures.Add($"{what} sequence {i}: score {hypothesis.Score}, recorded {scores[i]}");
        }
    }

    private static LlamaState Start(LlamaModel model, JsonElement run, out Tensor logits)
    {
        var rows = run.GetProperty("prompt_ids").EnumerateArray().Select(Ids).ToArray();
        var padding = run.GetProperty("attention_mask").EnumerateArray().Select(mask => Ids(mask).Count(seen => seen == 0)).ToArray();
        var state = model.Start(rows.Length, padding);
        logits = state.Prefill(rows);
        return state;
    }

    private static int[][] Prompts(JsonElement run) => [.. run.GetProperty("prompt_ids").EnumerateArray()
        .Zip(run.GetProperty("attention_mask").EnumerateArray(), (ids, mask) => Ids(ids).Zip(Ids(mask)).Where(pair => pair.Second != 0).Select(pair => pair.First).ToArray())];

    private static GenerationOptions Options(JsonElement run)
    {
        var settings = run.GetProperty("settings");
        var known = (string[])["max_new_tokens", "min_new_tokens", "num_beams", "num_return_sequences", "eos_token_id", "early_stopping", "length_penalty", "repetition_penalty", "no_repeat_ngram_size"];
        Assert.Empty(settings.EnumerateObject().Select(setting => setting.Name).Except(known));
        return new GenerationOptions
        {
            MaxNewTokens = (int)Number("max_new_tokens", 0),
            MinNewTokens = (int)Number("min_new_tokens", 0),
            Beams = (int)Number("num_beams", 1),
            LengthPenalty = Number("length_penalty", 1),
            RepetitionPenalty = Number("repetition_penalty", 1),
            NoRepeatNgramSize = (int)Number("no_repeat_ngram_size", 0),
            StopIds = settings.GetProperty("eos_token_id") is { ValueKind: JsonValueKind.Number } id ? [id.GetInt32()] : [],
            EarlyStopping = !settings.TryGetProperty("early_stopping", out var early) ? EarlyStopping.Heuristic : early.ValueKind switch
            {
                JsonValueKind.True => EarlyStopping.WhenFull,
                JsonValueKind.String => EarlyStopping.Never,
                _ => EarlyStopping.Heuristic,
            },
        };

        double Number(string name, double absent) => settings.TryGetProperty(name, out var value) ? value.GetDouble() : absent;
    }

    // Rows of a batch are filled up behind their end token.
    private static int[] Cut(int[] ids, IReadOnlyList<int> ends)
    {
        var end = Array.FindIndex(ids, ends.Contains);
        return end < 0 ? ids : ids[..(end + 1)];
    }

    private static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];

    private static void Same(List<string> failures, string what, IReadOnlyList<int> expected, IReadOnlyList<int> actual)
    {
        if (!expected.SequenceEqual(actual)) failures.Add($"{what}: expected {string.Join(' ', expected)}, got {string.Join(' ', actual)}");
    }
}
