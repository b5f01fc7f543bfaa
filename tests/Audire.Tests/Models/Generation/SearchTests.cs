using Audire.Models.Generation;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Generation;

/// <summary>What searches do beyond the recorded runs: ends, limits, batches, cancellation, seeds, hopeless logits.</summary>
public sealed class SearchTests
{
    private const int Size = 7;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    // A fixed pseudo-random distribution for every history.
    private static float[] Scores(IReadOnlyList<int> tokens)
    {
        var seed = tokens.Aggregate(17UL, (hash, token) => unchecked(hash * 31 + (ulong)token));
        return [.. Enumerable.Range(0, Size).Select(id => (float)(4 * new SampleStream(seed).Draw(id, 0)))];
    }

    [Fact]
    public void As_many_beams_as_sequences_find_the_best_sequence_of_all()
    {
        using var scope = NewDisposeScope();
        var options = new GenerationOptions { Beams = 49, MaxNewTokens = 3 };
        var state = new ScriptedState(Scores, [1, 2]);
        var best = BeamSearch.Run(state, state.Logits(), [[1, 2]], options, cancellation: Cancel)[0][0];
        var all = from a in Enumerable.Range(0, Size)
                  from b in Enumerable.Range(0, Size)
                  from c in Enumerable.Range(0, Size)
                  select (Tokens: (int[])[a, b, c], Sum: LogProbability([1, 2], a) + LogProbability([1, 2, a], b) + LogProbability([1, 2, a, b], c));
        var (tokens, sum) = all.MaxBy(sequence => sequence.Sum);
        Assert.Equal(tokens, best.Tokens);
        Assert.Equal(sum, best.SumLogProbability, 1e-6);
    }

    [Fact]
    public void A_batch_finds_what_each_prompt_finds_alone()
    {
        using var scope = NewDisposeScope();
        foreach (var early in Enum.GetValues<EarlyStopping>())
        {
            var options = new GenerationOptions { Beams = 3, MaxNewTokens = 9, StopIds = [0, 3], EarlyStopping = early };
            int[][] prompts = [[1, 2], [5, 6], [4, 4], [2, 0]];
            var batch = new ScriptedState(Scores, prompts);
            var together = BeamSearch.Run(batch, batch.Logits(), prompts, options, cancellation: Cancel);
            foreach (var (row, prompt) in prompts.Index())
            {
                var single = new ScriptedState(Scores, prompt);
                var alone = BeamSearch.Run(single, single.Logits(), [prompt], options, cancellation: Cancel)[0];
                Assert.Equal(alone.Select(found => string.Join(' ', found.Tokens)), together[row].Select(found => string.Join(' ', found.Tokens)));
            }
        }
    }

    [Fact]
    public void Rows_that_end_leave_the_batch_and_the_others_go_on_unchanged()
    {
        using var scope = NewDisposeScope();
        foreach (var temperature in (double[])[0, 1])
        {
            var options = new GenerationOptions { MaxNewTokens = 12, StopIds = [0, 3], Temperature = temperature, Seed = 5 };
            int[][] prompts = [[1, 2], [5, 6], [4, 4], [2, 1]];
            var state = new ScriptedState(Scores, prompts);
            var tokens = TokenLoop.Run(state, state.Logits(), prompts, options, Cancel).ToArray();
            foreach (var group in tokens.GroupBy(token => token.Row))
            {
                Assert.Equal(group.Last(), group.Single(token => token.Finish is not null));
                Assert.All(group.SkipLast(1), token => Assert.DoesNotContain(token.Id, options.StopIds));
            }
            Assert.Equal(4, tokens.Count(token => token.Finish is not null));
            Assert.True(state.Rows < 4);
            if (temperature > 0) continue;
            foreach (var (row, prompt) in prompts.Index())
            {
                var single = new ScriptedState(Scores, prompt);
                Assert.Equal(TokenLoop.Run(single, single.Logits(), prompt, options, Cancel).Select(token => token.Id), tokens.Where(token => token.Row == row).Select(token => token.Id));
            }
        }
    }

    [Fact]
    public void Tokens_are_computed_when_asked_for_and_cancelling_stops_between_two()
    {
        using var scope = NewDisposeScope();
        using var source = new CancellationTokenSource();
        var state = new ScriptedState(Scores, [1]);
        var tokens = TokenLoop.Run(state, state.Logits(), [1], new GenerationOptions { MaxNewTokens = 50 }, source.Token);
        using var enumerator = tokens.GetEnumerator();
        Assert.True(enumerator.MoveNext());
        Assert.Equal(0, state.Steps);
        Assert.True(enumerator.MoveNext());
        Assert.Equal(1, state.Steps);
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => enumerator.MoveNext());
        Assert.Equal(1, state.Steps);
        Assert.Throws<OperationCanceledException>(() => BeamSearch.Run(state, state.Logits(), [[1]], new GenerationOptions { Beams = 2 }, cancellation: source.Token));
    }

    [Fact]
    public void Logits_that_are_not_numbers_or_all_barred_are_an_error_and_not_a_token()
    {
        using var scope = NewDisposeScope();
        foreach (var value in (float[])[float.NaN, float.NegativeInfinity, float.PositiveInfinity])
            foreach (var temperature in (double[])[0, 1])
            {
                var state = new ScriptedState(_ => [value, value], [1]);
                Assert.Throws<InvalidOperationException>(() => TokenLoop.Run(state, state.Logits(), [1], new GenerationOptions { Temperature = temperature }, Cancel).Count());
            }
        var bad = new ScriptedState(_ => [float.NaN, 0], [1]);
        Assert.Throws<InvalidOperationException>(() => BeamSearch.Run(bad, bad.Logits(), [[1]], new GenerationOptions { Beams = 2 }, cancellation: Cancel));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        int[][] prompts = [[1, 2], [5, 6]];
        var options = new GenerationOptions { MaxNewTokens = 8, Temperature = 1, TopK = 3, TopP = 0.9, MinP = 0.01, RepetitionPenalty = 1.1, PresencePenalty = 0.1, NoRepeatNgramSize = 2 };
        var before = LiveTensors.AtRest();
        for (var round = 0; round < 3; round++)
        {
            using var scope = NewDisposeScope();
            var state = new ScriptedState(Scores, prompts);
            Assert.NotEmpty(TokenLoop.Run(state, state.Logits(), prompts, options, Cancel).ToArray());
            var beams = new ScriptedState(Scores, prompts);
            Assert.NotEmpty(BeamSearch.Run(beams, beams.Logits(), prompts, options with { Temperature = 0, Beams = 3 }, cancellation: Cancel));
        }
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static double LogProbability(int[] history, int token)
    {
        var scores = Scores(history);
        return scores[token] - Math.Log(scores.Sum(score => Math.Exp(score)));
    }
}
