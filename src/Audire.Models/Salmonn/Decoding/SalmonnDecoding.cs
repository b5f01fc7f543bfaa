using Audire.Models.Generation;
using Audire.Models.Llama;
using static TorchSharp.torch;

namespace Audire.Models.Salmonn.Decoding;

/// <summary>From questions to tokens: prompts are read once, then a search writes.</summary>
internal static class SalmonnDecoding
{
    /// <summary>Answers one question, token by token.</summary>
    public static IEnumerable<GeneratedToken> Stream(
        SalmonnModel model, SalmonnQuestion question, GenerationOptions options, SalmonnRequest request, CancellationToken cancellation)
    {
        var (state, tokens) = Begin(model, [question], options, request, cancellation);
        using (state)
            foreach (var token in tokens) yield return token;
    }

    /// <summary>Answers several questions together.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Batch(
        SalmonnModel model, IReadOnlyList<SalmonnQuestion> questions, GenerationOptions options, SalmonnRequest request, CancellationToken cancellation)
    {
        var (state, tokens) = Begin(model, questions, options, request, cancellation);
        using (state)
        {
            var answers = questions.Select(_ => new List<int>()).ToArray();
            foreach (var token in tokens) answers[token.Row].Add(token.Id);
            return answers;
        }
    }

    /// <summary>Starts a decoder that has read prompts of any lengths, shorter ones padded in front.</summary>
    /// <param name="model">The model.</param>
    /// <param name="rows">Prompts with their sound, [T, C] each.</param>
    /// <param name="request">LoRA scale and tap.</param>
    /// <param name="cancellation">Looked at between pieces of <see cref="LlamaState.PrefillChunk"/> tokens.</param>
    /// <returns>The state, the caller's, and the logits behind the prompts, [rows, vocabulary], owned by the caller's dispose scope.</returns>
    public static (LlamaState State, Tensor Logits) Prefill(SalmonnModel model, IReadOnlyList<Tensor> rows, SalmonnRequest request, CancellationToken cancellation)
    {
        var longest = rows.Max(row => row.shape[0]);
        var state = model.Decoder.Start(rows.Count, [.. rows.Select(row => (int)(longest - row.shape[0]))], request.Tap, model.Use(request.LoraScale));
        try
        {
            using var scope = NewDisposeScope();
            return (state, state.Prefill(PromptReader.Batch(rows, atEnd: false), cancellation).MoveToOuterDisposeScope()); // [B, V]
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    // The first logits live no longer than this call: a dispose scope belongs to a thread, and each token may come on another.
    private static (LlamaState State, IEnumerable<GeneratedToken> Tokens) Begin(
        SalmonnModel model, IReadOnlyList<SalmonnQuestion> questions, GenerationOptions options, SalmonnRequest request, CancellationToken cancellation)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var (state, logits) = Prefill(model, model.Read(questions), request, cancellation);
        try
        {
            return (state, Search(model, state, logits, options, request, cancellation));
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    private static IEnumerable<GeneratedToken> Search(
        SalmonnModel model, LlamaState state, Tensor logits, GenerationOptions options, SalmonnRequest request, CancellationToken cancellation)
    {
        int[] seed = request.AsPublished && model.Tokenizer.BosId is { } bos ? [bos] : [];
        var seeds = Enumerable.Repeat<IReadOnlyList<int>>(seed, state.Rows).ToArray();
        if (options.Beams == 1) return TokenLoop.Run(state, logits, seeds, options, cancellation);
        var best = request.AsPublished ? PublishedBeamSearch.Run(state, logits, seed, options, cancellation)
            : [.. BeamSearch.Run(state, logits, seeds, options, cancellation: cancellation).Select(row => row[0])];
        return best.SelectMany((hypothesis, row) => hypothesis.Tokens.Select((id, index) =>
            new GeneratedToken(row, id, index == hypothesis.Tokens.Count - 1 ? hypothesis.Finish : null)));
    }
}
