using System.Text.Json;
using Audire.Models.Generation;
using Audire.Models.Salmonn;
using Audire.Models.Salmonn.Decoding;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>Written tokens are the recorded ones, by the rules of the published code where they differ from today's.</summary>
public sealed class GenerationTests
{
    // A greedy choice between scores closer than this may fall either way.
    private const double Undecided = 1e-3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_recorded_run_is_written_again()
    {
        foreach (var one in SalmonnCase.With("generate.json"))
            using (one)
            {
                using var recorded = RecordedModel.Open(one);
                using var json = JsonDocument.Parse(File.ReadAllBytes(one.At("generate.json")));
                foreach (var entry in json.RootElement.GetProperty("cases").EnumerateObject()) Check(recorded, entry);
            }
    }

    private static void Check(RecordedModel recorded, JsonProperty entry)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var prompts = entry.Value.GetProperty("prompts").EnumerateArray().Select(prompt => SalmonnCase.Unwrapped(prompt.GetString()!)).ToArray();
        var numbers = SalmonnCase.Ids(entry.Value.GetProperty("clips"));
        var clips = numbers.Length > 1 ? recorded.EncodeBatch()
            : [recorded.Encode(recorded.Case.Json.GetProperty("clips")[numbers[0]].GetProperty("file").GetString()!)];
        var questions = prompts.Select((prompt, row) => recorded.Model.Question([clips[row]], prompt)).ToArray();
        var rows = recorded.Model.Read(questions);
        CheckInputs(recorded, entry.Name, rows);
        foreach (var run in entry.Value.GetProperty("runs").EnumerateArray())
            CheckRun(Write(recorded, questions, rows, new RecordedRun(run)), new RecordedRun(run), $"{recorded.Case.Name} {entry.Name} run {run.GetProperty("index")}");
        foreach (var clip in clips) clip.Dispose();
    }

    private static void CheckInputs(RecordedModel recorded, string tag, IReadOnlyList<Tensor> rows)
    {
        var expected = recorded.Case.Tensors("generate.safetensors");
        var embeddings = expected[$"{tag}.inputs_embeds"];
        var mask = expected[$"{tag}.attention_mask"];
        var counted = (mask.cumsum(1) - 1).masked_fill(mask.eq(0), 1);
        TensorAssert.Close(expected[$"{tag}.position_ids"], counted, 0, $"{tag}: position_ids");
        for (var row = 0; row < rows.Count; row++)
        {
            Assert.Equal(mask[row].sum().item<long>(), rows[row].shape[0]);
            TensorAssert.Close(embeddings[row].narrow(0, 0, rows[row].shape[0]), rows[row], 2e-5, $"{tag}: inputs_embeds of row {row}");
        }
    }

    private static Written[] Write(RecordedModel recorded, SalmonnQuestion[] questions, IReadOnlyList<Tensor> rows, RecordedRun run)
    {
        var model = recorded.Model;
        var request = new SalmonnRequest { AsPublished = true };
        if (rows.Select(row => row.shape[0]).Distinct().Count() == 1)
        {
            if (run.Options.Beams == 1) return [.. model.Generate(questions, run.Options, request, Cancellation).Select(ids => new Written(ids, null, null))];
            var (started, first) = SalmonnDecoding.Prefill(model, rows, request, Cancellation);
            using (started) return Beams(started, first, run.Options);
        }
        // Unequal prompts: the published code fills the shorter up behind its end, and starts writing from the filling.
        var (state, logits) = SalmonnDecoding.Prefill(model, rows, request, Cancellation);
        using (state)
        {
            var longest = rows.Max(row => row.shape[0]);
            var starts = cat([.. rows.Select((row, i) => row.shape[0] == longest ? logits[i].unsqueeze(0) : RightPadded.FirstLogits(model, row, recorded.Pad))], 0);
            if (run.Options.Beams > 1) return Beams(state, starts, run.Options);
            var texts = rows.Select(_ => new List<int>()).ToArray();
            foreach (var token in TokenLoop.Run(state, starts, [.. rows.Select(_ => (IReadOnlyList<int>)RecordedRun.Seed)], run.Options, Cancellation)) texts[token.Row].Add(token.Id);
            return [.. texts.Select(ids => new Written(ids, null, null))];
        }
    }

    private static Written[] Beams(IDecoderState state, Tensor logits, GenerationOptions options) =>
        [.. PublishedBeamSearch.Run(state, logits, RecordedRun.Seed, options, Cancellation).Select(best => new Written(best.Tokens, best.Score, best.BeamIndices))];

    private static void CheckRun(IReadOnlyList<Written> written, RecordedRun run, string what)
    {
        for (var row = 0; row < written.Count; row++)
        {
            var expected = run.Ids(row);
            // Without beams the published code stops all rows when the first one ends.
            var ids = run.StopsWithFirst && row > 0 ? written[row].Ids.Take(run.Ids(0).Length).ToArray() : [.. written[row].Ids];
            var differs = Enumerable.Range(0, Math.Min(ids.Length, expected.Length)).FirstOrDefault(i => ids[i] != expected[i], -1);
            if (differs >= 0 && run.Gap(row, differs) < Undecided) continue;
            Assert.True(expected.AsSpan().SequenceEqual(ids), $"{what} row {row}: [{string.Join(", ", ids)}], expected [{string.Join(", ", expected)}]");
            if (run.Score(row) is not { } score) continue;
            Assert.Equal(score, written[row].Score!.Value, 2e-4 * Math.Max(1, Math.Abs(score)));
            if (run.Origins(row) is { } origins) Assert.Equal(origins, written[row].Origins);
        }
    }

    private sealed record Written(IReadOnlyList<int> Ids, double? Score, IReadOnlyList<int>? Origins);
}
