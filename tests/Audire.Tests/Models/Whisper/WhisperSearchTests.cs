using System.Text.Json;
using Audire.Models.Generation;
using Audire.Models.Whisper.Network;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>The decoder under the general searches: the recorded greedy and beam runs of a small random Whisper.</summary>
public sealed class WhisperSearchTests
{
    private const double Tolerance = 1e-4;

    [Fact]
    public void Every_recorded_search_is_reproduced()
    {
        using var tiny = new TinyWhisper();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var runs = tiny.Json.GetProperty("generation").EnumerateObject().ToList();
        Assert.NotEmpty(runs);
        var failures = runs.SelectMany(run => Compare(tiny, run.Value).Select(failure => $"{run.Name}: {failure}")).ToList();
        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
    }

    private static IEnumerable<string> Compare(TinyWhisper tiny, JsonElement run)
    {
        var prompt = Ids(run.GetProperty("prompt"));
        var pad = tiny.Json.GetProperty("config").GetProperty("pad_token_id").GetInt32();
        var end = run.GetProperty("eos_token_id") is { ValueKind: JsonValueKind.Number } id ? id.GetInt32() : (int?)null;
        var options = new GenerationOptions
        {
            MaxNewTokens = run.GetProperty("max_new_tokens").GetInt32(),
            Beams = run.GetProperty("num_beams").GetInt32(),
            LengthPenalty = run.GetProperty("length_penalty").GetDouble(),
            StopIds = end is { } stop ? [stop] : [],
            EarlyStopping = run.GetProperty("early_stopping").GetBoolean() ? EarlyStopping.WhenFull : EarlyStopping.Heuristic,
        };
        var expected = run.GetProperty("sequences").EnumerateArray().Select(sequence => Unpadded(Ids(sequence)[prompt.Length..], end, pad)).ToArray();

        using var memory = tiny.Hear(run.GetProperty("item").GetInt32());
        using var state = new DecoderState(tiny.Network.Decoder, memory);
        var logits = state.Step(prompt);
        if (options.Beams == 1)
        {
            var logProbs = new List<double>();
            var tokens = TokenLoop.Run(state, logits, prompt, options).Select(token => token.Id).ToArray();
            if (!tokens.SequenceEqual(expected[0])) yield return $"{string.Join(' ', tokens)} for {string.Join(' ', expected[0])}";
            using var again = new DecoderState(tiny.Network.Decoder, memory);
            var scores = again.Step(prompt);
            foreach (var (token, logProb) in tokens.Zip(run.GetProperty("token_logprobs").EnumerateArray()))
            {
                if (Math.Abs(scores.log_softmax(-1)[0, token].item<float>() - logProb.GetDouble()) > Tolerance) yield return $"another probability of {token}";
                scores = again.Step([token]);
            }
            yield break;
        }
        var found = BeamSearch.Run(state, logits, [prompt], options)[0];
        var sums = run.GetProperty("sequences_scores").EnumerateArray().Select(score => score.GetDouble()).ToArray();
        if (found.Count < expected.Length) yield return $"{found.Count} sequences for {expected.Length}";
        foreach (var (i, hypothesis) in found.Take(expected.Length).Index())
        {
            if (!hypothesis.Tokens.SequenceEqual(expected[i])) yield return $"sequence {i}: {string.Join(' ', hypothesis.Tokens)} for {string.Join(' ', expected[i])}";
            if (Math.Abs(hypothesis.Score - sums[i]) > Tolerance) yield return $"sequence {i}: score {hypothesis.Score} for {sums[i]}";
        }
    }

    // Sequences that ended early are filled up behind their end token.
    private static int[] Unpadded(int[] ids, int? end, int pad)
    {
        if (end is not { } stop || Array.IndexOf(ids, stop) is not (>= 0 and var at)) return ids;
        Assert.All(ids[(at + 1)..], id => Assert.Equal(pad, id));
        return ids[..(at + 1)];
    }

    private static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];
}
