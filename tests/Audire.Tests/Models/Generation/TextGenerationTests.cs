using Audire.Models.Generation;
using Audire.Tests.Models.Tokenization;
using Xunit;

namespace Audire.Tests.Models.Generation;

/// <summary>Tokens to text: whole characters, stop strings, end tokens, nothing computed past the end.</summary>
public sealed class TextGenerationTests
{
    [Fact]
    public void Characters_stay_whole_and_the_end_token_is_not_shown()
    {
        var tokenizer = TokenizerFiles.Require("qwen2");
        var ids = tokenizer.Encode("naïve 🙂👩‍🚀 done");
        var end = tokenizer.TokenId("<|im_end|>")!.Value;
        var chunks = Tokens([.. ids, end], FinishReason.StopId).ToText(tokenizer, []).ToArray();
        Assert.Equal("naïve 🙂👩‍🚀 done", string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.All(chunks, chunk => Assert.DoesNotContain('\uFFFD', chunk.Text));
        Assert.Equal((ids.Length + 1, FinishReason.StopId), (chunks[^1].Tokens, chunks[^1].Finish!.Value));
    }

    [Fact]
    public void A_stop_string_across_tokens_ends_the_text_and_the_computing()
    {
        var tokenizer = TokenizerFiles.Require("qwen2");
        var read = 0;
        var tokens = Tokens(tokenizer.Encode("one two STOPPED three four five"), FinishReason.Length).Select(token =>
        {
            read++;
            return token;
        });
        var chunks = tokens.ToText(tokenizer, ["STOP", "PED"]).ToArray();
        Assert.Equal("one two ", string.Concat(chunks.Select(chunk => chunk.Text)));
        Assert.Equal(FinishReason.StopString, chunks[^1].Finish);
        Assert.Equal(chunks.Length, read);
        Assert.True(read < tokenizer.Encode("one two STOPPED three").Length);
    }

    [Fact]
    public void A_text_cut_at_its_limit_shows_what_was_held_back()
    {
        var tokenizer = TokenizerFiles.Require("qwen2");
        var ids = tokenizer.Encode("a🫠")[..^1];
        var chunks = Tokens(ids, FinishReason.Length).ToText(tokenizer, ["\uFFFDx"]).ToArray();
        Assert.Equal(tokenizer.Decode(ids), string.Concat(chunks.Select(chunk => chunk.Text)));
    }

    [Fact]
    public async Task Items_computed_on_the_pool_come_in_order_and_stop_when_cancelled()
    {
        using var source = new CancellationTokenSource();
        var seen = new List<int>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in Enumerable.Range(0, 100).OnComputeThreads(source.Token))
            {
                seen.Add(item);
                if (item == 4) await source.CancelAsync();
            }
        });
        Assert.Equal([0, 1, 2, 3, 4], seen);
    }

    private static IEnumerable<GeneratedToken> Tokens(int[] ids, FinishReason finish) =>
        ids.Select((id, i) => new GeneratedToken(0, id, i == ids.Length - 1 ? finish : null));
}
