#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>
/// A recogniser in front of a language model: every sound of the conversation is replaced by its transcript between two marker lines,
/// as AHELM's ASR+LM baselines do.
/// </summary>
/// <remarks>
/// The baseline that a model which hears has to beat: it loses whatever words do not carry. Unlike AHELM's, it passes the request's
/// own options on to the language model. Thread-safe where its two parts are.
/// </remarks>
/// <param name="recogniser">Sound to text.</param>
/// <param name="model">Text to text.</param>
/// <param name="name">The name it goes by in results.</param>
/// <param name="ownsParts">Whether disposing the client disposes both parts.</param>
public sealed class CascadeChatClient(ISpeechToTextClient recogniser, IChatClient model, string name, bool ownsParts = false) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("audire", null, name);

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await model.GetResponseAsync(await HearAsync(messages, cancellationToken).ConfigureAwait(false), options, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var heard = await HearAsync(messages, cancellationToken).ConfigureAwait(false);
        await foreach (var update in model.GetStreamingResponseAsync(heard, options, cancellationToken).ConfigureAwait(false)) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceKey is null && serviceType.IsInstanceOfType(this) ? this
        : model.GetService(serviceType, serviceKey) ?? recogniser.GetService(serviceType, serviceKey);

    /// <summary>Disposes both parts where the client owns them.</summary>
    public void Dispose()
    {
        if (!ownsParts) return;
        recogniser.Dispose();
        model.Dispose();
    }

    private async Task<List<ChatMessage>> HearAsync(IEnumerable<ChatMessage> messages, CancellationToken cancellation)
    {
        var heard = new List<ChatMessage>();
        foreach (var message in messages)
        {
            if (!message.Contents.OfType<DataContent>().Any(AudioContent.IsAudio))
            {
                heard.Add(message);
                continue;
            }

            var parts = new List<string>();
            foreach (var content in message.Contents)
            {
                if (content is DataContent data && AudioContent.IsAudio(data))
                    parts.Add($"\n[TRANSCRIBED AUDIO START]\n{await AudioContent.TranscribeAsync(recogniser, data, cancellation).ConfigureAwait(false)}\n[TRANSCRIBED AUDIO END]\n");
                else if (content is TextContent text) parts.Add(text.Text);
            }

            heard.Add(new ChatMessage(message.Role, string.Join('\n', parts)));
        }

        return heard;
    }
}
