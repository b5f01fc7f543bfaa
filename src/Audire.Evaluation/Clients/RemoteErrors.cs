using System.ClientModel;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>Tells what went wrong with a remote request in one sentence that names the server and never holds the key.</summary>
internal sealed class RemoteErrors(IChatClient inner, Uri address, string? key) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
        catch (ClientResultException e)
        {
            throw new AuditSystemException($"{address} answered with status {e.Status}: {Clean(e.Message)}", e);
        }
        catch (Exception e) when (e is HttpRequestException or Polly.Timeout.TimeoutRejectedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new AuditSystemException($"{address} could not be reached: {Clean(e.Message)}", e);
        }
    }

    private string Clean(string message)
    {
        var line = message.ReplaceLineEndings(" ").Trim();
        return key is { Length: > 0 } ? line.Replace(key, "***", StringComparison.Ordinal) : line;
    }
}
