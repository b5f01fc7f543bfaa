using Audire.Models.Tokenization;
using Audire.Models.Whisper.Network;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>Decodes one window: reads the prompt once, then searches at one temperature after another until the text is acceptable.</summary>
/// <remarks>Radford et al. 2022, section 4.5. Immutable; safe to share between threads.</remarks>
internal sealed class WindowDecoder(TextDecoder decoder, WhisperVocabulary vocabulary, Tokenizer tokenizer, LogitRules rules)
{
    /// <summary>Decodes a window.</summary>
    /// <param name="memory">The window, encoded.</param>
    /// <param name="prompt">What the text starts from.</param>
    /// <param name="timestamps">Whether timestamps are written; the prompt must say the same.</param>
    /// <param name="options">Search, temperatures and thresholds.</param>
    /// <param name="cancellationToken">Looked at before every token.</param>
    public DecodedWindow Decode(AudioMemory memory, WindowPrompt prompt, bool timestamps, TranscribeOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var state = new DecoderState(decoder, memory);
        var (logits, noSpeech) = Read(prompt, state);
        var task = new SearchTask(state, logits, rules, vocabulary.EndOfText, timestamps, MaxTokens(prompt, options));
        DecodedWindow? window = null;
        foreach (var temperature in options.Temperatures)
        {
            state.Rewind(prompt.Tokens.Count);
            window = Judge(Search(task, temperature, options, cancellationToken), noSpeech, temperature);
            if (!window.NeedsFallback(options)) break;
        }
        return window!;
    }

    // Scores of the first token [1, V], and the probability of the no-speech token at the start token.
    private (Tensor Logits, double NoSpeech) Read(WindowPrompt prompt, DecoderState state)
    {
        using var scope = NewDisposeScope();
        var hidden = decoder.Forward([.. prompt.Tokens], state)[0];                                          // [T, C]
        var atStart = decoder.Logits(hidden.narrow(0, prompt.StartIndex, 1)).softmax(-1);                    // [1, V]
        var noSpeech = atStart[0, vocabulary.NoSpeech].item<float>();
        return (decoder.Logits(hidden.narrow(0, hidden.shape[0] - 1, 1)).MoveToOuterDisposeScope(), noSpeech);
    }

    private static Hypothesis Search(SearchTask task, double temperature, TranscribeOptions options, CancellationToken cancellationToken) =>
        temperature == 0 && options.BeamSize > 1
            ? new PatientBeamSearch(options.BeamSize, options.Patience, options.LengthPenalty).Run(task, cancellationToken)
            : new SamplingSearch(temperature, options.BestOf, options.LengthPenalty, options.Seed).Run(task, cancellationToken);

    private DecodedWindow Judge(Hypothesis hypothesis, double noSpeech, double temperature)
    {
        var text = tokenizer.Decode([.. hypothesis.Tokens.Where(token => token < vocabulary.EndOfText)]);
        return new DecodedWindow(hypothesis.Tokens, text, hypothesis.AvgLogProb, noSpeech, CompressionRatio.Of(text.Trim()), temperature);
    }

    // The token at the last position may still be written, though nothing can follow it.
    private int MaxTokens(WindowPrompt prompt, TranscribeOptions options) =>
        Math.Min(options.MaxTokens ?? decoder.Config.TextPositions / 2, decoder.Config.TextPositions - prompt.Tokens.Count + 1);
}
