#pragma warning disable MEAI001 // token counts of sound are marked experimental by their package

using System.Runtime.CompilerServices;
using Audire.Audio;
using Audire.Models.Chat.Templates;
using Audire.Models.Generation;
using Audire.Models.Runtime;
using Audire.Models.Salmonn;
using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>A SALMONN as an <see cref="IChatClient"/>: it hears every clip of a conversation itself, and streams what it answers.</summary>
/// <remarks>
/// Thread-safe. Sound is <see cref="DataContent"/> of any format <see cref="AudioDecoder"/> reads, in the user's messages, any number of clips of any
/// length; text alone is fine too. Sound behind the words of a turn is heard before them, as SALMONN was trained. What was heard last is remembered (64 MB), so a conversation's next turn does not hear it again. A token cancels between the encoders' blocks, between pieces of a long prompt, and between tokens. Understood of
/// <see cref="ChatOptions"/>: what <see cref="LlamaChatClient"/> understands, and under additional properties <c>lora_scale</c> (default: as trained).
/// </remarks>
/// <param name="model">The model, its encoders not released.</param>
/// <param name="ownsModel">Whether disposing the client frees the model.</param>
public sealed class SalmonnChatClient(SalmonnModel model, bool ownsModel = false) : IChatClient
{
    /// <summary>The additional property that sets the LoRA scale of a request.</summary>
    public const string LoraScale = "lora_scale";

    private const long KeptBytes = 64 << 20;

    private readonly ChatClientMetadata _metadata = new("audire", null, model.Name);
    private readonly HeardRecordings _heard = new(KeptBytes);

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ContextLengthException">The conversation does not fit the language model's context.</exception>
    /// <exception cref="ChatTemplateException">A message holds something that is neither text nor sound, or sound that is not the user's.</exception>
    /// <exception cref="AudioFormatException">A clip cannot be decoded.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var clips = new List<EncodedClip>();
        try
        {
            var turns = await ComputeThreads.RunAsync(() => Hear(messages, options?.Instructions, clips, cancellationToken), cancellationToken).ConfigureAwait(false);
            var question = new SalmonnQuestion(clips, model.Prompts.Encode(turns));
            var sound = clips.Sum(model.TokenCount);
            var prompt = question.Prompt.Tokens + sound;
            var settings = GenerationSettings.From(options, model.Prompts.StopIds, model.Decoder.Config.ContextLength, (int)prompt);
            var request = new SalmonnRequest { LoraScale = GenerationSettings.Extra(options, LoraScale) };
            var answer = model.Generate(question, settings, request, cancellationToken).ToText(model.Tokenizer, settings.StopStrings);
            var read = new UsageDetails { InputTokenCount = prompt, InputAudioTokenCount = sound };
            await foreach (var update in ChatUpdates.Of(WithoutLeadingBlank(answer), model.Name, read, cancellationToken).ConfigureAwait(false)) yield return update;
        }
        finally
        {
            clips.ForEach(clip => clip.Dispose());
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(model) ? model
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Frees what was heard, and the model where the client owns it.</summary>
    public void Dispose()
    {
        _heard.Dispose();
        if (ownsModel) model.Dispose();
    }

    // The published layout leaves the blank in front of an answer to the model.
    private static IEnumerable<TextChunk> WithoutLeadingBlank(IEnumerable<TextChunk> chunks)
    {
        var begun = false;
        foreach (var chunk in chunks)
        {
            yield return begun ? chunk : chunk with { Text = chunk.Text.TrimStart() };
            begun |= chunk.Text.TrimStart().Length > 0;
        }
    }

    private List<TemplateMessage> Hear(IEnumerable<ChatMessage> messages, string? instructions, List<EncodedClip> clips, CancellationToken cancellation)
    {
        var turns = new List<TemplateMessage>();
        if (!string.IsNullOrEmpty(instructions)) turns.Add(new TemplateMessage("system", instructions));
        foreach (var message in messages)
        {
            var parts = new List<TemplatePart>();
            foreach (var content in message.Contents.Where(content => content is not UsageContent))
            {
                if (content is TextContent text)
                {
                    parts.Add(new TextPart(text.Text));
                    continue;
                }
                if (content is not DataContent data || !AudioContent.IsAudio(data))
                    throw new ChatTemplateException($"SALMONN takes text and sound, and a message holds {content.GetType().Name}; leave it out.");
                var blocks = _heard.Hear(data.Data, () => model.Encode(AudioDecoder.Decode(data.Data, cancellationToken: cancellation), cancellationToken: cancellation));
                clips.AddRange(blocks);
                parts.AddRange(blocks.Select(_ => new AudioPart()));
            }
            turns.Add(new TemplateMessage(message.Role.Value, SoundFirst(parts)));
        }
        return turns;
    }

    // SALMONN learned to be asked about what it has heard: sound that follows all of a turn's words is put in front of them.
    private static List<TemplatePart> SoundFirst(List<TemplatePart> parts)
    {
        var words = parts.FindLastIndex(part => part is TextPart) + 1;
        return parts.FindIndex(part => part is AudioPart) < words ? parts : [.. parts[words..], .. parts[..words]];
    }
}
