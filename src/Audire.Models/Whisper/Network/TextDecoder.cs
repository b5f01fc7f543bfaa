using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Network;

/// <summary>Whisper's text decoder: token ids and encoded audio in, scores of the next token out. The output head is the embedding.</summary>
/// <remarks>Radford et al. 2022, section 2.2. Immutable; safe to share between threads.</remarks>
internal sealed class TextDecoder
{
    // Half precision rounds scores of 40 to steps of 0.03, and close ones to the same number, 8 bits move them: the best are scored again in float32.
    private const int Rescored = 16;

    private readonly Embedding _tokens;
    private readonly Tensor _positions; // [P, C]
    private readonly DecoderBlock[] _blocks;
    private readonly LayerNorm _norm;
    private readonly DecoderStep _step;
    private readonly Linear _head;
    private readonly bool _rescores;

    public TextDecoder(Weights weights, WhisperConfig config)
    {
        Config = config;
        (_tokens, _head) = weights.TiedEmbedding("embed_tokens", config.VocabularySize, config.Width);
        _rescores = weights.Type != WeightType.F32 && _head is not HalfLinear && config.VocabularySize >= Rescored;
        _positions = weights.Vector("embed_positions.weight", config.TextPositions, config.Width);
        _blocks = [.. Enumerable.Range(0, config.DecoderLayers).Select(i => new DecoderBlock(weights.Scope($"layers.{i}"), config, i))];
        _norm = weights.LayerNorm("layer_norm", config.Width);
        _step = new DecoderStep(_blocks, _norm, config);
    }

    public WhisperConfig Config { get; }

    /// <summary>Prepares encoded windows for attention.</summary>
    /// <param name="encoded">[A, S, C].</param>
    public AudioMemory Hear(Tensor encoded)
    {
        using var scope = NewDisposeScope();
        return new AudioMemory(_blocks.Select(block => block.KeysAndValues(encoded)));
    }

    /// <summary>Runs tokens through the decoder and appends them to the state's caches.</summary>
    /// <param name="ids">Rows × T ids, row by row.</param>
    /// <param name="state">The rows' caches.</param>
    /// <returns>Hidden states after the final norm, [R, T, C], owned by the caller's dispose scope.</returns>
    public Tensor Forward(ReadOnlySpan<int> ids, DecoderState state)
    {
        var length = ids.Length / state.Rows;
        if (ids.Length == 0 || ids.Length % state.Rows != 0)
            throw new ArgumentException($"{ids.Length} ids are no whole number for each of {state.Rows} rows.", nameof(ids));
        if (state.Length + length > Config.TextPositions)
            throw new ArgumentException($"{state.Length} + {length} tokens pass the decoder's {Config.TextPositions} positions; shorten the prompt.", nameof(ids));

        using var scope = NewDisposeScope();
        var x = _tokens.Forward(tensor(ids.ToArray(), ScalarType.Int64, device: _positions.device).view(state.Rows, length)); // [R, T, C]
        if (Config.ScaleEmbedding) x = x * Math.Sqrt(Config.Width);
        x = InPlace.Add(x, _positions.narrow(0, state.Length, length));
        x = (length == 1 ? _step.Run(x.view(state.Rows, -1), state)?.unsqueeze(1) : null) ?? InBlocks(x, state); // [R, T, C]
        state.Advance(length);
        return x.MoveToOuterDisposeScope();
    }

    private Tensor InBlocks(Tensor x, DecoderState state)
    {
        foreach (var block in _blocks) x = block.Forward(x, state);                                 // [R, T, C]
        return state.Tap.See("decoder", "last_hidden", _norm.Forward(x));                           // [R, T, C]
    }

    /// <summary>Scores of the next token for hidden states, [..., C] to [..., V], float32, owned by the caller's dispose scope.</summary>
    public Tensor Logits(Tensor hidden)
    {
        if (!_rescores) return _head.Forward(hidden);
        using var scope = NewDisposeScope();
        var logits = _head.Forward(hidden);                                                    // [..., V]
        var (_, best) = logits.topk(Rescored, -1, sorted: false);                              // [..., 16]
        var scores = _tokens.Forward(best).matmul(hidden.unsqueeze(-1)).squeeze(-1);           // [..., 16]
        return logits.scatter_(-1, best, scores).MoveToOuterDisposeScope();
    }
}
