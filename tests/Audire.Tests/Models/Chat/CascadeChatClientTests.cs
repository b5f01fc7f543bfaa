#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Audire.Models.Chat;
using Microsoft.Extensions.AI;
using Xunit;

namespace Audire.Tests.Models.Chat;

/// <summary>The cascade writes AHELM's marker lines around what a recogniser hears, and passes everything else on.</summary>
public sealed class CascadeChatClientTests
{
    [Fact]
    public async Task Sound_becomes_its_transcript_between_markers()
    {
        var model = new Recorder();
        using var cascade = new CascadeChatClient(new Parrot(" hello there "), model, "cascade:parrot+recorder");
        var options = new ChatOptions { MaxOutputTokens = 5, Temperature = 0 };
        await cascade.GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("Listen."), Clip(), new TextContent("Who speaks?")])], options, TestContext.Current.CancellationToken);
        var sent = Assert.Single(model.Messages);
        Assert.Equal("Listen.\n\n[TRANSCRIBED AUDIO START]\nhello there\n[TRANSCRIBED AUDIO END]\n\nWho speaks?", sent.Text);
        Assert.Same(options, model.Options);
    }

    [Fact]
    public async Task A_message_without_sound_passes_unchanged()
    {
        var model = new Recorder();
        using var cascade = new CascadeChatClient(new Parrot("never"), model, "cascade");
        await cascade.GetResponseAsync("Just text.", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("Just text.", Assert.Single(model.Messages).Text);
    }

    [Fact]
    public async Task A_recogniser_alone_answers_with_what_it_hears()
    {
        using var client = new RecogniserChatClient(new Parrot(" two words"), "parrot");
        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent("?"), Clip(), Clip()])], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("two words\ntwo words", response.Text);
        await Assert.ThrowsAsync<ArgumentException>(() => client.GetResponseAsync("no sound", cancellationToken: TestContext.Current.CancellationToken));
    }

    private static DataContent Clip() => new(new byte[] { 1, 2, 3 }, "audio/wav");

    private sealed class Parrot(string text) : ISpeechToTextClient
    {
        public Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new SpeechToTextResponse(text));

        public IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    private sealed class Recorder : IChatClient
    {
        public List<ChatMessage> Messages { get; } = [];

        public ChatOptions? Options { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Messages.AddRange(messages);
            Options = options;
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
