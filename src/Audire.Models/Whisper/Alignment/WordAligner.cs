using Audire.Models.Tokenization;
using Audire.Models.Whisper.Network;
using static TorchSharp.torch;

namespace Audire.Models.Whisper.Alignment;

/// <summary>Finds when each word of a window was said: one more decoder pass over the finished text, whose cross-attention is warped onto it.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class WordAligner(TextDecoder decoder, WhisperVocabulary vocabulary, Tokenizer tokenizer)
{
    /// <summary>Seconds of one encoder position.</summary>
    public const double PositionSeconds = 0.02;

    // Rows of the vocabulary-wide matrix that are scored at a time: keeps long texts from needing much memory.
    private const int RowsAtATime = 32;

    /// <summary>Times the words of a window, relative to its start.</summary>
    /// <param name="memory">The window, encoded.</param>
    /// <param name="text">Text tokens only.</param>
    /// <param name="opening">Start, language and task, without the no-timestamps token.</param>
    /// <param name="language">Decides how words are told apart.</param>
    /// <param name="positions">Encoder positions of the window that hold sound.</param>
    public IReadOnlyList<TimedWord> Align(AudioMemory memory, IReadOnlyList<int> text, IReadOnlyList<int> opening, string language, int positions)
    {
        text = [.. text.Take(decoder.Config.TextPositions - opening.Count - 2)];
        if (text.Count == 0 || positions < 1) return [];
        var words = WordSplitter.Split(text, tokenizer, language);
        var (frames, probabilities) = Hear(memory, text, opening, positions);

        List<TimedWord> timed = [];
        var token = 0;
        foreach (var word in words)
        {
            var next = token + word.TokenCount;
            timed.Add(new TimedWord
            {
                Text = word.Text,
                TokenCount = word.TokenCount,
                Start = frames[token] * PositionSeconds,
                End = frames[next] * PositionSeconds,
                Probability = probabilities[token..next].Average(),
            });
            token = next;
        }
        return timed;
    }

    // The position where each token begins, and the end token's; and each token's probability.
    private (int[] Frames, float[] Probabilities) Hear(AudioMemory memory, IReadOnlyList<int> text, IReadOnlyList<int> opening, int positions)
    {
        using var scope = NewDisposeScope();
        Dictionary<AlignmentHead, Tensor> heads = [];
        using var state = new DecoderState(decoder, memory, tap: (site, value) =>
        {
            foreach (var head in vocabulary.AlignmentHeads)
                if (site == $"decoder.layers.{head.Layer}.encoder_attn.scores") heads[head] = value[0, head.Head].clone().MoveToOuterDisposeScope(); // [T, S]
            return value;
        });
        int[] ids = [.. opening, vocabulary.NoTimestamps, .. text, vocabulary.EndOfText];
        var hidden = decoder.Forward(ids, state)[0];                                                           // [T, C]

        // The row of a token is that of the input before it; the first belongs to the no-timestamps token, the last foretells the end.
        var cost = AttentionMatrix.Combine([.. heads.Values], positions).narrow(0, opening.Count, text.Count + 1).neg().cpu().contiguous(); // [N + 1, S]
        var frames = DynamicTimeWarping.FirstColumns(cost.data<float>().ToArray(), text.Count + 1, positions);
        return (frames, Probabilities(hidden.narrow(0, opening.Count, text.Count), text));
    }

    // Probability of each token among text tokens, given those before it. hidden: [N, C].
    private float[] Probabilities(Tensor hidden, IReadOnlyList<int> text)
    {
        var probabilities = new float[text.Count];
        for (var from = 0; from < text.Count; from += RowsAtATime)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(RowsAtATime, text.Count - from);
            var ids = tensor(text.Skip(from).Take(rows).Select(id => (long)id).ToArray(), device: hidden.device).unsqueeze(1);       // [R, 1]
            var scores = decoder.Logits(hidden.narrow(0, from, rows)).narrow(1, 0, vocabulary.EndOfText);                          // [R, text]
            scores.softmax(-1).gather(1, ids).cpu().data<float>().CopyTo(probabilities.AsSpan(from, rows));
        }
        return probabilities;
    }
}
