#pragma warning disable MEAI001 // token counts of sound are marked experimental by their package

using Audire.Audio;
using Audire.Models;
using Audire.Models.Chat;
using Audire.Models.Chat.Templates;
using Audire.Tests.Support;
using Microsoft.Extensions.AI;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Salmonn;

/// <summary>A SALMONN behind the chat interface: clips, turns, streaming, scale, cancellation.</summary>
public sealed class SalmonnChatClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clip_and_a_question_give_the_recorded_answer_in_pieces()
    {
        using var folder = TrainedFolder.Open();
        using var client = new SalmonnChatClient(folder.Load(), ownsModel: true);
        var (clip, question, answer) = folder.First;
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.GetStreamingResponseAsync([Message(clip, question)], null, Cancellation)) updates.Add(update);
        Assert.Equal(answer, string.Concat(updates.Select(update => update.Text)));
        Assert.True(updates.Count(update => update.Text.Length > 0) > 1);
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        var usage = updates.SelectMany(update => update.Contents).OfType<UsageContent>().Single().Details;
        Assert.True(usage.InputAudioTokenCount > 0 && usage.InputTokenCount > usage.InputAudioTokenCount && usage.OutputTokenCount > 1);
    }

    [Fact]
    public async Task A_question_in_front_of_its_clip_is_asked_behind_it()
    {
        using var folder = TrainedFolder.Open();
        using var client = new SalmonnChatClient(folder.Load(), ownsModel: true);
        var (clip, question, answer) = folder.First;
        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.User, [new TextContent(question), Sound(clip)])], null, Cancellation);
        Assert.Equal(answer, response.Text);
    }

    [Fact]
    public async Task The_scale_is_a_property_of_the_request()
    {
        using var folder = TrainedFolder.Open();
        using var client = new SalmonnChatClient(folder.Load(), ownsModel: true);
        var (clip, question, answer) = folder.First;
        var options = new ChatOptions { AdditionalProperties = new AdditionalPropertiesDictionary { [SalmonnChatClient.LoraScale] = 0.0 }, MaxOutputTokens = 20 };
        Assert.NotEqual(answer, (await client.GetResponseAsync([Message(clip, question)], options, Cancellation)).Text);
        Assert.Equal(answer, (await client.GetResponseAsync([Message(clip, question)], new ChatOptions { MaxOutputTokens = 20 }, Cancellation)).Text);
    }

    [Fact]
    public async Task Several_clips_several_turns_long_clips_and_text_alone_are_taken()
    {
        using var folder = TrainedFolder.Open();
        using var client = new SalmonnChatClient(folder.Load(), ownsModel: true);
        var (clip, question, answer) = folder.First;
        var options = new ChatOptions { MaxOutputTokens = 5, Instructions = "Be brief." };
        var one = await client.GetResponseAsync([Message(clip, question)], options, Cancellation);
        var two = await client.GetResponseAsync([new ChatMessage(ChatRole.User, [Sound(clip), Sound(clip), new TextContent(question)])], options, Cancellation);
        Assert.Equal(2 * one.Usage!.InputAudioTokenCount, two.Usage!.InputAudioTokenCount);
        var turns = await client.GetResponseAsync([Message(clip, question), new(ChatRole.Assistant, answer), new(ChatRole.User, "Really?")], options, Cancellation);
        Assert.Equal(one.Usage!.InputAudioTokenCount, turns.Usage!.InputAudioTokenCount);
        var window = client.GetRequiredService<Audire.Models.Salmonn.SalmonnModel>().Encoders.WindowSamples;
        var longer = new DataContent(WavWriter.Encode(AudioClip.Mono(new float[window + 1], AudioClip.SpeechRate)), "audio/wav");
        var blocks = await client.GetResponseAsync([new ChatMessage(ChatRole.User, [longer, new TextContent(question)])], options, Cancellation);
        Assert.Equal(two.Usage.InputAudioTokenCount, blocks.Usage!.InputAudioTokenCount);
        var words = await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello")], options, Cancellation);
        Assert.Equal(0, words.Usage!.InputAudioTokenCount);
        Assert.InRange(words.Usage.OutputTokenCount!.Value, 1, 5);
    }

    [Fact]
    public async Task What_it_cannot_take_is_named()
    {
        using var folder = TrainedFolder.Open();
        using var client = new SalmonnChatClient(folder.Load(), ownsModel: true);
        var (clip, question, _) = folder.First;
        Task<ChatResponse> Ask(params ChatMessage[] messages) => client.GetResponseAsync(messages, null, Cancellation);
        await Assert.ThrowsAsync<ChatTemplateException>(() => Ask(new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])));
        await Assert.ThrowsAsync<ChatTemplateException>(() => Ask(new ChatMessage(ChatRole.Assistant, [Sound(clip)])));
        await Assert.ThrowsAnyAsync<Exception>(() => Ask(new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1, 2, 3 }, "audio/wav")])));
        await Assert.ThrowsAsync<ContextLengthException>(() => Ask(new ChatMessage(ChatRole.User, [.. Enumerable.Repeat(Sound(clip), 60), new TextContent(question)])));
    }

    [Fact]
    public async Task Requests_stop_when_they_are_told_and_leave_nothing_behind()
    {
        using var folder = TrainedFolder.Open();
        using var client = new SalmonnChatClient(folder.Load(), ownsModel: true);
        var (clip, question, answer) = folder.First;
        await client.GetResponseAsync([Message(clip, question)], null, Cancellation);
        var before = LiveTensors.AtRest();
        for (var i = 0; i < 3; i++)
        {
            using var stop = new CancellationTokenSource();
            var pieces = 0;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var update in client.GetStreamingResponseAsync([Message(clip, question)], null, stop.Token))
                    if (pieces++ == 0) await stop.CancelAsync();
            });
            using var early = new CancellationTokenSource();
            await early.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync([Message(clip, question)], null, early.Token));
            Assert.Equal(answer, (await client.GetResponseAsync([Message(clip, question)], null, Cancellation)).Text);
        }
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static DataContent Sound(string clip) => new(File.ReadAllBytes(clip), "audio/wav");

    private static ChatMessage Message(string clip, string question) => new(ChatRole.User, [Sound(clip), new TextContent(question)]);
}
