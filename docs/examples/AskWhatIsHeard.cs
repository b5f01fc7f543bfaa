using Audire.Models.Chat;
using Audire.Models.Salmonn;
using Microsoft.Extensions.AI;

namespace Audire.Examples;

/// <summary>A model that hears for itself: one clip, one question, the answer as it comes.</summary>
public static class AskWhatIsHeard
{
    /// <summary>Asks about a clip.</summary>
    /// <param name="folder">A SALMONN in an Audire folder, say <c>models/salmonn-mini</c>; its Whisper and language model stand inside it or beside it.</param>
    /// <param name="recording">A sound file.</param>
    /// <param name="question">The question.</param>
    /// <param name="output">Where the answer goes.</param>
    public static async Task RunAsync(string folder, string recording, string question, TextWriter output)
    {
        using var client = new SalmonnChatClient(SalmonnModel.Load(folder), ownsModel: true);
        var sound = new DataContent(await File.ReadAllBytesAsync(recording), "audio/wav");
        await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, [sound, new TextContent(question)])]))
            await output.WriteAsync(update.Text);
    }
}
