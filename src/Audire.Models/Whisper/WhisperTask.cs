namespace Audire.Models.Whisper;

/// <summary>What the decoder is asked to write.</summary>
public enum WhisperTask
{
    /// <summary>The words that were said, in their own language.</summary>
    Transcribe,

    /// <summary>What was said, in English.</summary>
    Translate,
}
