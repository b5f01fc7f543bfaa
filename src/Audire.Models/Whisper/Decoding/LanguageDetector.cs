using Audire.Models.Whisper.Network;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>Tells the language from the decoder's first word: its scores after the start token, among language tokens only.</summary>
/// <remarks>Radford et al. 2022, section 2.3.</remarks>
internal static class LanguageDetector
{
    /// <summary>Probabilities of all languages the model knows, likeliest first; they sum to 1.</summary>
    /// <param name="decoder">The decoder.</param>
    /// <param name="memory">One encoded window.</param>
    /// <param name="vocabulary">A multilingual vocabulary.</param>
    public static IReadOnlyList<LanguageProbability> Detect(TextDecoder decoder, AudioMemory memory, WhisperVocabulary vocabulary)
    {
        using var scope = NewDisposeScope();
        using var state = new DecoderState(decoder, memory);
        var codes = vocabulary.Languages.ToArray();
        var logits = state.Step([vocabulary.StartOfTranscript])[0];                                             // [V]
        var ids = tensor(codes.Select(language => (long)language.Value).ToArray(), device: logits.device);
        var probabilities = logits.index_select(0, ids).softmax(0).cpu().data<float>().ToArray();               // [languages]
        return [.. codes.Zip(probabilities, (language, probability) => new LanguageProbability(language.Key, probability))
            .OrderByDescending(language => language.Probability)];
    }
}
