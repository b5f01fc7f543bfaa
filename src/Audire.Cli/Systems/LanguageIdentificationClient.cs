using System.Runtime.CompilerServices;
using Audire.Audio;
using Audire.Evaluation.Clients;
using Audire.Models.Runtime;
using Audire.Models.Whisper;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Systems;

/// <summary>Answers with the language a recogniser detects: the likeliest of the answers that are asked for, else its English name.</summary>
/// <remarks>Thread-safe. It does not own the transcriber's model.</remarks>
internal sealed class LanguageIdentificationClient(WhisperTranscriber transcriber, string name) : IChatClient
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The last message holds no sound.</exception>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => ComputeThreads.RunAsync(() =>
    {
        var sound = messages.LastOrDefault()?.Contents.OfType<DataContent>().FirstOrDefault(content => content.HasTopLevelMediaType("audio"))
            ?? throw new ArgumentException("The message holds no sound, and a recogniser reads nothing else; attach a clip.", nameof(messages));
        var ranked = transcriber.DetectLanguage(AudioDecoder.Decode(sound.Data, cancellationToken: cancellationToken), cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Choose(ranked, (options as AuditOptions)?.Answers ?? [])))
        {
            ModelId = name,
            FinishReason = ChatFinishReason.Stop,
        };
    }, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // The model belongs to the pool.
    }

    private static string Choose(IReadOnlyList<LanguageProbability> ranked, IReadOnlyList<string> answers)
    {
        var byCode = answers.Where(answer => WhisperLanguage.CodeOf(answer) is not null)
            .GroupBy(answer => WhisperLanguage.CodeOf(answer)!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach (var (language, _) in ranked)
            if (byCode.TryGetValue(language, out var answer)) return answer;
        return WhisperLanguage.NameOf(ranked[0].Language) ?? ranked[0].Language;
    }
}
