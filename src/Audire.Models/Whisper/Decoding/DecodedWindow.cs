namespace Audire.Models.Whisper.Decoding;

/// <summary>The text of one window and how far it is to be trusted.</summary>
/// <param name="Tokens">What was written, without prompt and end token.</param>
/// <param name="Text">The text, timestamps left out, spaces at its ends kept.</param>
/// <param name="AvgLogProb">Mean log-probability a token, the end counted as one.</param>
/// <param name="NoSpeechProb">Probability that nobody speaks.</param>
/// <param name="CompressionRatio">How well the text compresses.</param>
/// <param name="Temperature">The temperature that gave it.</param>
internal sealed record DecodedWindow(
    IReadOnlyList<int> Tokens, string Text, double AvgLogProb, double NoSpeechProb, double CompressionRatio, double Temperature)
{
    /// <summary>Whether another temperature should be tried: the text repeats itself or is unlikely, and the window is not silent.</summary>
    public bool NeedsFallback(TranscribeOptions options) =>
        !IsSilent(options) && (CompressionRatio > options.CompressionRatioThreshold || AvgLogProb < options.LogProbThreshold);

    /// <summary>Whether the window holds no speech: the model says so, and its text is unlikely.</summary>
    public bool IsSilent(TranscribeOptions options) =>
        NoSpeechProb > options.NoSpeechThreshold && !(AvgLogProb > options.LogProbThreshold);
}
