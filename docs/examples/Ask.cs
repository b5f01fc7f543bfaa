using System.Text;
using Audire.Models.Chat;
using Microsoft.Extensions.AI;

namespace Audire.Examples;

/// <summary>A language model as an <see cref="IChatClient"/> of Microsoft.Extensions.AI: the answer is streamed.</summary>
public static class Ask
{
    /// <summary>Asks one question and writes the answer as it comes.</summary>
    /// <param name="model">A GGUF file, or a folder in Hugging Face's layout, say <c>models/smollm2-135m</c>.</param>
    /// <param name="question">The question.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="cancellationToken">Stops between two tokens.</param>
    public static async Task<string> RunAsync(string model, string question, TextWriter output, CancellationToken cancellationToken = default)
    {
        using var client = new LlamaChatClient(ChatModel.Load(model), ownsModel: true);
        var answer = new StringBuilder();
        await foreach (var update in client.GetStreamingResponseAsync(question, new ChatOptions { MaxOutputTokens = 40 }, cancellationToken))
        {
            answer.Append(update.Text);
            await output.WriteAsync(update.Text);
        }
        return answer.ToString();
    }
}
