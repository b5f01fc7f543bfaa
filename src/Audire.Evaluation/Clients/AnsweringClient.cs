using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>A client that answers by a function: what baselines and tests are made of.</summary>
/// <remarks>Thread safe as far as the function is.</remarks>
public sealed class AnsweringClient : IChatClient
{
    private readonly Func<IReadOnlyList<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> _answer;

    /// <summary>Makes a client.</summary>
    public AnsweringClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, CancellationToken, Task<ChatResponse>> answer) => _answer = answer;

    /// <summary>Makes a client that answers at once.</summary>
    public AnsweringClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, string> answer)
        : this((messages, options, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(messages, options))) { FinishReason = ChatFinishReason.Stop }))
    {
    }

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _answer([.. messages], options, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in response.ToChatResponseUpdates()) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() { }
}
