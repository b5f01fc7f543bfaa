namespace Audire.Models.Whisper.Decoding;

/// <summary>The tokens a window's text starts from: what was said before, then language, task and whether timestamps are wanted.</summary>
/// <param name="Tokens">All of them.</param>
/// <param name="StartIndex">Where the start token stands, whose scores tell whether anybody speaks.</param>
internal sealed record WindowPrompt(IReadOnlyList<int> Tokens, int StartIndex)
{
    /// <summary>Builds a prompt; of the text before, the last half of the decoder's positions is kept.</summary>
    public static WindowPrompt Build(WhisperVocabulary vocabulary, WhisperConfig config, IReadOnlyList<int> previous, IReadOnlyList<int> opening)
    {
        if (previous.Count == 0) return new WindowPrompt(opening, 0);
        var kept = previous.TakeLast(MaxPrevious(config)).ToArray();
        return new WindowPrompt([vocabulary.StartOfPrevious, .. kept, .. opening], 1 + kept.Length);
    }

    /// <summary>Tokens of earlier text that fit before a window.</summary>
    public static int MaxPrevious(WhisperConfig config) => config.TextPositions / 2 - 1;
}
