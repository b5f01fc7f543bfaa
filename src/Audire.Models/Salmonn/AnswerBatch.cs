using Audire.Models.Nn;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn;

/// <summary>A batch of examples as the language model reads it in training: prompts, answers behind them, labels at the answers.</summary>
/// <param name="Embeddings">[B, T, C]; gradients flow from here to the sound.</param>
/// <param name="Mask">[B, T], 1 where a token stands, 0 where a row is filled up, int64.</param>
/// <param name="Labels">[B, T], the tokens of the answers where they stand, <see cref="TokenLoss.Ignored"/> elsewhere, int64.</param>
internal sealed record AnswerBatch(Tensor Embeddings, Tensor Mask, Tensor Labels)
{
    /// <summary>Lays a batch out.</summary>
    /// <param name="reader">Makes embeddings.</param>
    /// <param name="prompts">Each prompt with its sound, [T, C].</param>
    /// <param name="answers">Each answer in tokens.</param>
    /// <param name="pad">A token that fills shorter prompts up before their answers; null where rows are filled up behind their answers.</param>
    /// <returns>Owned by the caller's dispose scope.</returns>
    public static AnswerBatch Lay(PromptReader reader, IReadOnlyList<Tensor> prompts, IReadOnlyList<int[]> answers, int? pad)
    {
        using var scope = NewDisposeScope();
        var longest = prompts.Max(prompt => prompt.shape[0]);
        var starts = prompts.Select(prompt => (int)(pad is null ? prompt.shape[0] : longest)).ToArray();
        var length = starts.Zip(answers, (start, answer) => start + answer.Length).Max();
        var rows = prompts.Select((prompt, i) => cat([prompt, reader.Read(Behind(i))], 0)).ToArray();                     // [T, C] each
        var embeddings = PromptReader.Batch(rows, atEnd: true);                                                           // [B, T, C]
        var (mask, labels) = (new long[rows.Length * length], new long[rows.Length * length]);
        Array.Fill(labels, TokenLoss.Ignored);
        for (var i = 0; i < rows.Length; i++)
        {
            Array.Fill(mask, 1, i * length, (int)prompts[i].shape[0]);
            Array.Fill(mask, 1, i * length + starts[i], answers[i].Length);
            for (var t = 0; t < answers[i].Length; t++) labels[i * length + starts[i] + t] = answers[i][t];
        }
        return new AnswerBatch(embeddings.MoveToOuterDisposeScope(), Table(mask), Table(labels));

        int[] Behind(int row) => pad is not { } token ? answers[row]
            : [.. Enumerable.Repeat(token, starts[row] - (int)prompts[row].shape[0]), .. answers[row], .. Enumerable.Repeat(token, length - starts[row] - answers[row].Length)];

        Tensor Table(long[] values) => tensor(values, [rows.Length, length], ScalarType.Int64, embeddings.device).MoveToOuterDisposeScope();
    }
}
