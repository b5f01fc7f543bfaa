using System.Runtime.CompilerServices;
using Audire.Models.Generation;
using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>A text as it is written, as updates of a chat: its pieces, then usage and the reason it ended.</summary>
internal static class ChatUpdates
{
    /// <summary>The updates; the text is written on a compute thread.</summary>
    /// <param name="chunks">The text.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="read">What was read: <see cref="UsageDetails.InputTokenCount"/> and finer counts; what was written is put in at the end.</param>
    /// <param name="cancellationToken">Looked at between pieces.</param>
    public static async IAsyncEnumerable<ChatResponseUpdate> Of(
        IEnumerable<TextChunk> chunks, string model, UsageDetails read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var tokens = 0;
        ChatFinishReason? finish = null;
        await foreach (var chunk in chunks.OnComputeThreads(cancellationToken).ConfigureAwait(false))
        {
            tokens = chunk.Tokens;
            if (chunk.Finish is { } reason) finish = reason == FinishReason.Length ? ChatFinishReason.Length : ChatFinishReason.Stop;
            if (chunk.Text.Length > 0) yield return new ChatResponseUpdate(ChatRole.Assistant, chunk.Text) { ModelId = model };
        }

        (read.OutputTokenCount, read.TotalTokenCount) = (tokens, read.InputTokenCount + tokens);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(read)]) { ModelId = model, FinishReason = finish };
    }
}
