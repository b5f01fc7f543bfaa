using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>Keeps the body of the last response of a request, as the server sent it, beside the answer that was read from it.</summary>
internal sealed class RawRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxCharacters = 1 << 20;
    private static readonly AsyncLocal<Slot?> Current = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (Current.Value is { } slot)
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            slot.Body = body.Length <= MaxCharacters ? body : body[..MaxCharacters];
        }

        return response;
    }

    /// <summary>Puts the recorded body into the response.</summary>
    internal sealed class Client(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var slot = new Slot();
            Current.Value = slot;
            try
            {
                var response = await base.GetResponseAsync(messages, options, cancellationToken);
                if (slot.Body is { } body) (response.AdditionalProperties ??= [])[RawBody.Property] = body;
                return response;
            }
            finally
            {
                Current.Value = null;
            }
        }
    }

    private sealed class Slot
    {
        public string? Body { get; set; }
    }
}
