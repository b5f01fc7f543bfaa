#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>Sound inside chat messages.</summary>
internal static class AudioContent
{
    public static bool IsAudio(DataContent content) => content.HasTopLevelMediaType("audio");

    /// <summary>What a recogniser hears in a clip of any format the decoder knows.</summary>
    public static async Task<string> TranscribeAsync(ISpeechToTextClient recogniser, DataContent content, CancellationToken cancellation)
    {
        using var stream = new MemoryStream(content.Data.ToArray(), writable: false);
        var response = await recogniser.GetTextAsync(stream, cancellationToken: cancellation).ConfigureAwait(false);
        return response.Text.Trim();
    }
}
