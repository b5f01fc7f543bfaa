using System.Text.Json;
using Audire.Models.Generation;
using Audire.Models.Whisper.Network;
using Audire.Tests.Models.Whisper;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Generation;

/// <summary>The recorded searches over the small random Whisper: sequences exact, scores and log-probabilities within 1e-4.</summary>
public sealed class WhisperRunTests
{
    [Fact]
    public void Every_recorded_search_comes_out_again()
    {
        using var tiny = new TinyWhisper();
        foreach (var run in tiny.Json.GetProperty("generation").EnumerateObject())
        {
            using var scope = NewDisposeScope();
            using var gradients = no_grad();
            var settings = run.Value;
            var options = Options(settings);
            var prompt = Ids(settings.GetProperty("prompt"));
            using var memory = tiny.Hear(settings.GetProperty("item").GetInt32());
            using var state = new DecoderState(tiny.Network.Decoder, memory);
            var logits = state.Step(prompt);
            var recorded = settings.GetProperty("sequences").EnumerateArray().Select(ids => Written(Ids(ids)[prompt.Length..], options.StopIds)).ToArray();
            if (options.Beams > 1)
            {
                var found = BeamSearch.Run(state, logits, [prompt], options, cancellation: TestContext.Current.CancellationToken)[0];
                Assert.Equal(recorded, found.Take(recorded.Length).Select(hypothesis => hypothesis.Tokens));
                foreach (var (score, hypothesis) in settings.GetProperty("sequences_scores").EnumerateArray().Zip(found))
                    Assert.Equal(score.GetDouble(), hypothesis.Score, 1e-4);
                continue;
            }
            var tokens = TokenLoop.Run(state, logits, prompt, options, TestContext.Current.CancellationToken).Select(token => token.Id).ToArray();
            Assert.Equal(recorded[0], tokens);
        }
    }

    private static GenerationOptions Options(JsonElement run) => new()
    {
        Beams = run.GetProperty("num_beams").GetInt32(),
        MaxNewTokens = run.GetProperty("max_new_tokens").GetInt32(),
        LengthPenalty = run.GetProperty("length_penalty").GetDouble(),
        StopIds = run.GetProperty("eos_token_id") is { ValueKind: JsonValueKind.Number } id ? [id.GetInt32()] : [],
        EarlyStopping = run.GetProperty("early_stopping").ValueKind == JsonValueKind.True ? EarlyStopping.WhenFull : EarlyStopping.Heuristic,
    };

    // Sequences are filled up behind their end token.
    private static int[] Written(int[] ids, IReadOnlyList<int> ends) => Array.FindIndex(ids, ends.Contains) is >= 0 and var end ? ids[..(end + 1)] : ids;

    private static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];
}
