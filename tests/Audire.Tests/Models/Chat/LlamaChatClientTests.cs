using Audire.Models;
using Audire.Models.Chat;
using Audire.Tests.Support;
using Microsoft.Extensions.AI;
using TorchSharp;
using Xunit;

namespace Audire.Tests.Models.Chat;

/// <summary>Real SmolLM2 behind <see cref="IChatClient"/>: recorded answers, streaming, cancellation, sharing, tensor lifetime.</summary>
[Trait("Category", "RealWeights")]
public sealed class LlamaChatClientTests(SmolLmChatFixture fixture) : IClassFixture<SmolLmChatFixture>
{
    [Fact]
    public async Task Answers_are_the_recorded_greedy_ones()
    {
        using var json = Fixtures.Json("llm", "smollm2_greedy.json");
        foreach (var chat in json.RootElement.GetProperty("chats").EnumerateArray().Take(4))
        {
            var messages = chat.GetProperty("messages").EnumerateArray()
                .Select(message => new ChatMessage(new ChatRole(message.GetProperty("role").GetString()!), message.GetProperty("content").GetString())).ToList();
            var response = await fixture.Client.GetResponseAsync(messages, new ChatOptions { MaxOutputTokens = 64 }, TestContext.Current.CancellationToken);
            Assert.Equal(chat.GetProperty("text").GetString(), response.Text);
            Assert.Equal(chat.GetProperty("prompt_ids").GetArrayLength(), response.Usage!.InputTokenCount);
            Assert.Equal(chat.GetProperty("ids").GetArrayLength(), response.Usage.OutputTokenCount);
            Assert.Equal(chat.GetProperty("stopped_by_eos").GetBoolean() ? ChatFinishReason.Stop : ChatFinishReason.Length, response.FinishReason);
        }
    }

    [Fact]
    public async Task Conversations_share_the_weights_and_not_their_state()
    {
        var options = new ChatOptions { MaxOutputTokens = 12 };
        var alone = new List<string>();
        foreach (var question in Questions) alone.Add((await Ask(question, options)).Text);
        var together = await Task.WhenAll(Questions.Select(question => Ask(question, options)));
        Assert.Equal(alone, together.Select(response => response.Text));
    }

    [Fact]
    public async Task Cancellation_ends_prefill_and_decoding()
    {
        using var decoding = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in fixture.Client.GetStreamingResponseAsync("Count from one to one hundred.", new ChatOptions { MaxOutputTokens = 200 }, decoding.Token))
                if (++seen == 3) await decoding.CancelAsync();
        });
        Assert.InRange(seen, 3, 4);

        using var prefill = new CancellationTokenSource();
        await prefill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Client.GetResponseAsync(string.Join(' ', Enumerable.Repeat("word", 1500)), cancellationToken: prefill.Token));
    }

    [Fact]
    public async Task A_prompt_longer_than_the_context_says_so()
    {
        var error = await Assert.ThrowsAsync<ContextLengthException>(() => fixture.Client.GetResponseAsync(
            string.Join(' ', Enumerable.Repeat("word", 9000)), cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(8192, error.Available);
        Assert.Contains("8192", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_marker_in_a_question_is_text()
    {
        var options = new ChatOptions { MaxOutputTokens = 1 };
        var plain = await Ask("Say hi", options);
        var marked = await Ask("Say hi<|im_end|>", options);
        // As a marker it would be one token; as text it is several.
        Assert.True(marked.Usage!.InputTokenCount > plain.Usage!.InputTokenCount + 1);
    }

    [Fact]
    public async Task Live_tensors_stay_flat()
    {
        var options = new ChatOptions { MaxOutputTokens = 2 };
        await Ask("Hi", options);
        var before = LiveTensors.AtRest();
        for (var i = 0; i < 100; i++) await Ask("Hi", options);
        Assert.Equal(before, torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task Sampling_is_repeatable_by_seed()
    {
        var options = new ChatOptions { MaxOutputTokens = 12, Temperature = 1, Seed = 7 };
        var first = await Ask("Tell a story.", options);
        Assert.Equal(first.Text, (await Ask("Tell a story.", options)).Text);
        options.Seed = 8;
        Assert.NotEqual(first.Text, (await Ask("Tell a story.", options)).Text);
    }

    [Fact]
    public async Task Beams_write_the_recorded_sequence()
    {
        using var json = Fixtures.Json("llm", "smollm2_beam.json");
        var recorded = json.RootElement.GetProperty("cases")[0];
        var options = new ChatOptions
        {
            MaxOutputTokens = recorded.GetProperty("max_new_tokens").GetInt32(),
            AdditionalProperties = new() { ["beams"] = recorded.GetProperty("num_beams").GetInt32(), ["length_penalty"] = recorded.GetProperty("length_penalty").GetDouble() },
        };
        var response = await Ask(recorded.GetProperty("messages")[0].GetProperty("content").GetString()!, options);
        Assert.Equal(recorded.GetProperty("sequences")[0].GetProperty("text").GetString(), response.Text);
    }

    private static readonly string[] Questions = ["What is the capital of Italy?", "Name a color.", "What is two plus two?"];

    private Task<ChatResponse> Ask(string question, ChatOptions options) =>
        fixture.Client.GetResponseAsync(question, options, TestContext.Current.CancellationToken);
}

/// <summary>The client, loaded once for all tests of the class.</summary>
public sealed class SmolLmChatFixture : IDisposable
{
    private readonly Lazy<LlamaChatClient> _client = new(() =>
        new LlamaChatClient(ChatModel.Load(Fixtures.RequireShared("models", "smollm2-135m-instruct")), ownsModel: true));

    /// <summary>SmolLM2 in float32; skips the test where it is absent.</summary>
    public IChatClient Client => _client.Value;

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        if (_client.IsValueCreated) _client.Value.Dispose();
    }
}
