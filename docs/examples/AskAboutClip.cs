#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Audire.Models.Chat;
using Audire.Models.Whisper;
using Microsoft.Extensions.AI;

namespace Audire.Examples;

/// <summary>A cascade answers about a clip: a recogniser hears, a language model answers. Both are interfaces, so any other part fits as well.</summary>
public static class AskAboutClip
{
    /// <summary>Asks about a clip.</summary>
    /// <param name="recogniser">A Whisper folder.</param>
    /// <param name="model">A language model: GGUF file or folder.</param>
    /// <param name="recording">A sound file.</param>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public static async Task<string> RunAsync(string recogniser, string model, string recording, string question, CancellationToken cancellationToken = default)
    {
        using var cascade = new CascadeChatClient(
            new WhisperSpeechToTextClient(WhisperModel.Load(recogniser), ownsModel: true),
            new LlamaChatClient(ChatModel.Load(model), ownsModel: true),
            "my cascade", ownsParts: true);

        var sound = new DataContent(await File.ReadAllBytesAsync(recording, cancellationToken), "audio/wav");
        var message = new ChatMessage(ChatRole.User, [sound, new TextContent(question)]);
        var response = await cascade.GetResponseAsync([message], new ChatOptions { MaxOutputTokens = 40 }, cancellationToken);
        return response.Text;
    }
}
