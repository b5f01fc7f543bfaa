using System.Runtime.CompilerServices;
using Audire.Models.Chat.Templates;
using Audire.Models.Generation;
using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>A language model as an <see cref="IChatClient"/>: text in, text out, streamed.</summary>
/// <remarks>
/// Thread-safe: every request has a state of its own over the shared weights. A token cancels between tokens and between pieces of a
/// long prompt. Understood of <see cref="ChatOptions"/>: instructions, maximum tokens (default 256), temperature (default 0: greedy), top-p,
/// top-k, seed, penalties, stop sequences, and under additional properties <c>beams</c>, <c>length_penalty</c>,
/// <c>repetition_penalty</c>, <c>no_repeat_ngram_size</c>, <c>min_new_tokens</c>, <c>min_p</c>.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="ownsModel">Whether disposing the client frees the model.</param>
public sealed class LlamaChatClient(ChatModel model, bool ownsModel = false) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("audire", null, model.Name);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ContextLengthException">The conversation does not fit the model's context.</exception>
    /// <exception cref="ChatTemplateException">The template cannot take the conversation, say because it holds sound.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var prompt = model.Template.Encode(model.Tokenizer, ConversationReader.Read(messages, options?.Instructions));
        var settings = GenerationSettings.From(options, model.StopIds, model.Decoder.Config.ContextLength, prompt.Length);
        var updates = ChatUpdates.Of(Generate(prompt, settings, cancellationToken), model.Name, new UsageDetails { InputTokenCount = prompt.Length }, cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false)) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(model) ? model
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Frees the model where the client owns it.</summary>
    public void Dispose()
    {
        if (ownsModel) model.Dispose();
    }

    private IEnumerable<TextChunk> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellation)
    {
        using var state = model.Decoder.Start();
        foreach (var chunk in Tokens().ToText(model.Tokenizer, options.StopStrings)) yield return chunk;

        IEnumerable<GeneratedToken> Tokens()
        {
            // The first logits live no longer than this block: a dispose scope belongs to a thread, and each token may come on another.
            using var scope = TorchSharp.torch.NewDisposeScope();
            var logits = state.Prefill(prompt, cancellation);
            return options.Beams == 1
                ? TokenLoop.Run(state, logits, prompt, options, cancellation)
                : BestBeam(BeamSearch.Run(state, logits, [prompt], options, cancellation: cancellation)[0][0]);
        }
    }

    private static IEnumerable<GeneratedToken> BestBeam(BeamHypothesis best) =>
        best.Tokens.Select((id, index) => new GeneratedToken(0, id, index == best.Tokens.Count - 1 ? best.Finish : null));
}
