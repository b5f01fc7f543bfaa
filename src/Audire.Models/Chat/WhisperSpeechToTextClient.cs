#pragma warning disable MEAI001 // speech to text is still marked experimental in Microsoft.Extensions.AI; this file alone depends on it
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Audire.Audio;
using Audire.Models.Runtime;
using Audire.Models.Whisper;
using Microsoft.Extensions.AI;

namespace Audire.Models.Chat;

/// <summary>A Whisper model behind Microsoft.Extensions.AI's speech-to-text interface.</summary>
/// <remarks>
/// Sound comes as a stream of any format that <see cref="AudioDecoder"/> reads. <see cref="SpeechToTextOptions.SpeechLanguage"/> names the
/// language spoken; <see cref="SpeechToTextOptions.TextLanguage"/> may be that language, or English, which asks for a translation;
/// <see cref="SpeechToTextOptions.SpeechSampleRate"/> is not needed, since the sound states it. A <see cref="TranscribeOptions"/> returned by
/// <see cref="SpeechToTextOptions.RawRepresentationFactory"/> is the ground on which these are put. Thread-safe: any number of requests share the model.
/// </remarks>
[Experimental("MEAI001")]
public sealed class WhisperSpeechToTextClient : ISpeechToTextClient
{
    private readonly WhisperTranscriber _transcriber;
    private readonly bool _ownsModel;
    private readonly SpeechToTextClientMetadata _metadata;

    /// <summary>Makes a client.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ownsModel">Whether disposing the client disposes the model.</param>
    public WhisperSpeechToTextClient(WhisperModel model, bool ownsModel = false)
    {
        _transcriber = new WhisperTranscriber(model);
        _ownsModel = ownsModel;
        _metadata = new SpeechToTextClientMetadata("audire", providerUri: null, model.Name);
    }

    /// <inheritdoc/>
    public Task<SpeechToTextResponse> GetTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingTextAsync(audioSpeechStream, options, cancellationToken).ToSpeechToTextResponseAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>One update a segment, with its times and the <see cref="TranscriptionSegment"/> as raw representation, between an opening and a closing one.</remarks>
    public async IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(audioSpeechStream);
        var asked = Options(options);
        var id = Guid.NewGuid().ToString("N");
        var clip = await ComputeThreads.RunAsync(() => AudioDecoder.Decode(audioSpeechStream, cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
        yield return Update(SpeechToTextResponseUpdateKind.SessionOpen, TimeSpan.Zero, TimeSpan.Zero);
        var first = true;
        await foreach (var segment in _transcriber.StreamAsync(clip, asked, cancellationToken).ConfigureAwait(false))
        {
            var update = Update(SpeechToTextResponseUpdateKind.TextUpdated, TimeSpan.FromSeconds(segment.Start), TimeSpan.FromSeconds(segment.End));
            update.Contents.Add(new TextContent(first ? segment.Text.TrimStart() : segment.Text));
            update.RawRepresentation = segment;
            first = first && segment.Text.Length == 0;
            yield return update;
        }
        yield return Update(SpeechToTextResponseUpdateKind.SessionClose, clip.Duration, clip.Duration);

        SpeechToTextResponseUpdate Update(SpeechToTextResponseUpdateKind kind, TimeSpan start, TimeSpan end) =>
            new() { ResponseId = id, ModelId = _metadata.DefaultModelId, Kind = kind, StartTime = start, EndTime = end };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType.IsInstanceOfType(this)) return this;
        if (serviceType == typeof(SpeechToTextClientMetadata)) return _metadata;
        if (serviceType == typeof(WhisperTranscriber)) return _transcriber;
        return serviceType == typeof(WhisperModel) ? _transcriber.Model : null;
    }

    /// <summary>Disposes the model where the client owns it.</summary>
    public void Dispose()
    {
        if (_ownsModel) _transcriber.Model.Dispose();
    }

    private TranscribeOptions Options(SpeechToTextOptions? options)
    {
        var asked = options?.RawRepresentationFactory?.Invoke(this) as TranscribeOptions ?? new TranscribeOptions();
        if (options?.SpeechLanguage is { Length: > 0 } spoken) asked = asked with { Language = spoken };
        if (options?.TextLanguage is not { Length: > 0 } written || Same(written, asked.Language)) return asked;
        if (!Same(written, "en"))
            throw new NotSupportedException($"Whisper writes the language that is spoken, or English; \"{written}\" is neither. Leave TextLanguage unset.");
        return asked with { Task = WhisperTask.Translate };
    }

    private static bool Same(string language, string? other) =>
        other is not null && WhisperLanguage.CodeOf(language) is { } code && code == WhisperLanguage.CodeOf(other);
}
