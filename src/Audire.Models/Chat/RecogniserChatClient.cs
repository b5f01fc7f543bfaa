#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>A recogniser alone as an <see cref="IChatClient"/>: it answers any request with what it hears in the last message.</summary>
/// <remarks>The right system for transcription scenarios; on questions it shows what mere words are worth. Thread-safe where the recogniser is.</remarks>
/// <param name="recogniser">Sound to text.</param>
/// <param name="name">The name it goes by in results.</param>
/// <param name="ownsRecogniser">Whether disposing the client disposes the recogniser.</param>
public sealed class RecogniserChatClient(ISpeechToTextClient recogniser, string name, bool ownsRecogniser = false) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("audire", null, name);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last message holds no sound.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var clips = messages.LastOrDefault()?.Contents.OfType<DataContent>().Where(AudioContent.IsAudio).ToList() ?? [];
        if (clips.Count == 0) throw new ArgumentException("The message holds no sound, and a recogniser reads nothing else; attach a clip.", nameof(messages));
        var texts = new List<string>();
        foreach (var clip in clips) texts.Add(await AudioContent.TranscribeAsync(recogniser, clip, cancellationToken).ConfigureAwait(false));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Join('\n', texts))) { ModelId = name, FinishReason = ChatFinishReason.Stop };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates()) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceKey is null && serviceType.IsInstanceOfType(this) ? this
        : recogniser.GetService(serviceType, serviceKey);

    /// <summary>Disposes the recogniser where the client owns it.</summary>
    public void Dispose()
    {
        if (ownsRecogniser) recogniser.Dispose();
    }
}
