#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Audire.Models.Chat;
using Audire.Models.Whisper;
using Microsoft.Extensions.AI;

namespace Audire.Examples;

/// <summary>Whisper as an <see cref="ISpeechToTextClient"/>: code written against the interface does not know which recogniser it has.</summary>
public static class SpeechToText
{
    /// <summary>The one line that names Whisper; a dependency injection container may hold it.</summary>
    /// <param name="modelFolder">A Whisper folder.</param>
    public static ISpeechToTextClient Open(string modelFolder) => new WhisperSpeechToTextClient(WhisperModel.Load(modelFolder), ownsModel: true);

    /// <summary>Hears a recording.</summary>
    /// <param name="client">Any recogniser.</param>
    /// <param name="recording">A sound file.</param>
    /// <param name="cancellationToken">Stops between tokens.</param>
    public static async Task<string> RunAsync(ISpeechToTextClient client, string recording, CancellationToken cancellationToken = default)
    {
        await using var sound = File.OpenRead(recording);
        var response = await client.GetTextAsync(sound, new SpeechToTextOptions { SpeechLanguage = "en" }, cancellationToken);
        return response.Text;
    }
}
