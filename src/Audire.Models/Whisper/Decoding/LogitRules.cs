using static TorchSharp.torch;

namespace Audire.Models.Whisper.Decoding;

/// <summary>Everything that keeps the decoder from writing a token: suppressed tokens, those suppressed at the begin, timestamp rules.</summary>
/// <remarks>The suppressed tokens are one tensor added to the scores, built once a model. Immutable; safe to share between threads.</remarks>
internal sealed class LogitRules : IDisposable
{
    private readonly Tensor _always;  // [V]: 0, or minus infinity
    private readonly Tensor _atBegin; // [V]: the same with the tokens suppressed at the begin
    private readonly TimestampRules _timestamps;

    public LogitRules(WhisperVocabulary vocabulary, WhisperConfig config, Device device)
    {
        using var scope = NewDisposeScope();
        _always = Mask(vocabulary.Suppressed);
        _atBegin = Mask([.. vocabulary.Suppressed, .. vocabulary.SuppressedAtBegin]);
        _timestamps = new TimestampRules(vocabulary.EndOfText, vocabulary.TimestampBegin, vocabulary.MaxInitialTimestampIndex);

        Tensor Mask(IReadOnlyList<int> ids)
        {
            var mask = new float[config.VocabularySize];
            foreach (var id in ids) mask[id] = float.NegativeInfinity;
            return tensor(mask, device: device).DetachFromDisposeScope();
        }
    }

    /// <summary>Forbids, in place, what each row may not write next.</summary>
    /// <param name="logits">[R, V], float32.</param>
    /// <param name="generated">What each row has written since the prompt.</param>
    /// <param name="timestamps">Whether the rows write timestamps.</param>
    public void Apply(Tensor logits, IReadOnlyList<IReadOnlyList<int>> generated, bool timestamps)
    {
        logits.add_(generated[0].Count == 0 ? _atBegin : _always);
        if (!timestamps) return;
        for (var row = 0; row < generated.Count; row++)
        {
            using var scores = logits.select(0, row); // [V]
            _timestamps.Apply(scores, generated[row]);
        }
    }

    public void Dispose()
    {
        _always.Dispose();
        _atBegin.Dispose();
    }
}
