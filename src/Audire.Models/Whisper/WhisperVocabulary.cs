using System.Text.Json;

namespace Audire.Models.Whisper;

/// <summary>What Whisper's control tokens are and which tokens it must not write: the part of <c>generation_config.json</c> that decoding needs.</summary>
/// <remarks>
/// The ids follow one another in a fixed order after the text: end, start, languages, translate, transcribe, start-of-language-model,
/// start-of-previous, no-speech, no-timestamps, then one timestamp every 20 ms. Immutable; safe to share between threads.
/// </remarks>
public sealed record WhisperVocabulary
{
    /// <summary>Ends a transcript; every id below it is text.</summary>
    public required int EndOfText { get; init; }

    /// <summary>Starts a transcript.</summary>
    public required int StartOfTranscript { get; init; }

    /// <summary>Asks for a translation to English; null for an English-only model.</summary>
    public int? Translate { get; init; }

    /// <summary>Asks for a transcript; null for an English-only model.</summary>
    public int? Transcribe { get; init; }

    /// <summary>Starts the text that came before the window.</summary>
    public required int StartOfPrevious { get; init; }

    /// <summary>Its probability at the start says that nobody speaks.</summary>
    public required int NoSpeech { get; init; }

    /// <summary>Asks for text without timestamps.</summary>
    public required int NoTimestamps { get; init; }

    /// <summary>The token of 0.00 s; later ids are 20 ms apart.</summary>
    public int TimestampBegin => NoTimestamps + 1;

    /// <summary>Language tokens by code, in token order; empty for an English-only model.</summary>
    public required IReadOnlyDictionary<string, int> Languages { get; init; }

    /// <summary>Tokens never written: non-speech symbols and control tokens.</summary>
    public required IReadOnlyList<int> Suppressed { get; init; }

    /// <summary>Tokens not written first: a lone space, and the end.</summary>
    public required IReadOnlyList<int> SuppressedAtBegin { get; init; }

    /// <summary>Heads whose cross-attention times words; all of the decoder's later half where the file names none.</summary>
    public required IReadOnlyList<AlignmentHead> AlignmentHeads { get; init; }

    /// <summary>The latest first timestamp, in steps of 20 ms.</summary>
    /// <value>The default is 50: one second.</value>
    public int MaxInitialTimestampIndex { get; init; } = 50;

    /// <summary>Whether the model knows languages and translation.</summary>
    public bool IsMultilingual => Languages.Count > 0;

    /// <summary>The tokens that open a transcript.</summary>
    /// <param name="language">A code of <see cref="Languages"/>; ignored by an English-only model.</param>
    /// <param name="task">Transcribe or translate.</param>
    /// <param name="timestamps">Whether timestamps are wanted.</param>
    /// <exception cref="ArgumentException">The model does not know the language, or cannot translate.</exception>
    public IReadOnlyList<int> Opening(string language, WhisperTask task, bool timestamps)
    {
        List<int> opening = [StartOfTranscript];
        if (IsMultilingual)
        {
            if (!Languages.TryGetValue(language, out var token))
                throw new ArgumentException($"This model does not know the language \"{language}\"; it knows {string.Join(", ", Languages.Keys)}.", nameof(language));
            opening.Add(token);
            opening.Add(task == WhisperTask.Translate ? Translate!.Value : Transcribe!.Value);
        }
        else if (task == WhisperTask.Translate)
        {
            throw new ArgumentException("An English-only Whisper cannot translate; use a multilingual model.", nameof(task));
        }
        if (!timestamps) opening.Add(NoTimestamps);
        return opening;
    }

    /// <summary>Reads the vocabulary from a parsed <c>generation_config.json</c>; what it lacks follows from the vocabulary's size.</summary>
    /// <param name="generation">The root object, or null where the folder has no such file.</param>
    /// <param name="config">The network's shape, which bounds every id.</param>
    /// <param name="origin">The file's name, for messages.</param>
    /// <exception cref="ModelConfigException">An id lies outside the vocabulary, or a head outside the decoder.</exception>
    public static WhisperVocabulary Parse(JsonElement? generation, WhisperConfig config, string origin) =>
        new VocabularyReader(generation, config, origin).Read();
}
