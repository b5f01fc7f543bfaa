using System.Globalization;
using Audire.Audio;
using Audire.Models.Whisper;

namespace Audire.Examples;

/// <summary>A recording becomes text with times.</summary>
public static class Transcribe
{
    /// <summary>Writes a line a word: start, end, word.</summary>
    /// <param name="modelFolder">A Whisper model, say <c>models/whisper-base</c>.</param>
    /// <param name="recording">A sound file of any rate and length.</param>
    /// <param name="output">Where the lines go, say <see cref="Console.Out"/>.</param>
    public static Transcription Run(string modelFolder, string recording, TextWriter output)
    {
        // Loading takes longest: keep the model, and share it between as many transcribers and threads as you like.
        using var model = WhisperModel.Load(modelFolder);
        var transcriber = new WhisperTranscriber(model);

        var transcription = transcriber.Transcribe(AudioFile.Load(recording), new TranscribeOptions { WordTimestamps = true });

        foreach (var word in transcription.Segments.SelectMany(segment => segment.Words))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{word.Start,7:0.00} {word.End,7:0.00} {word.Text.Trim()}"));
        return transcription;
    }
}
