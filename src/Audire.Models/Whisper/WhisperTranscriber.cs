using System.Runtime.CompilerServices;
using Audire.Audio;
using Audire.Models.Runtime;
using Audire.Models.Whisper.Decoding;
using Audire.Models.Whisper.Transcribing;
using static TorchSharp.torch;

namespace Audire.Models.Whisper;

/// <summary>Turns recordings into text with a Whisper model.</summary>
/// <remarks>Holds nothing but the model: safe to share between threads, and as many may share one model as like. Computes on a compute thread, where the model was loaded (<see cref="ComputeThreads"/>).</remarks>
/// <param name="model">The model; it must outlive the transcriber, which does not dispose it.</param>
public sealed class WhisperTranscriber(WhisperModel model)
{
    private static readonly TranscribeOptions Defaults = new();

    /// <summary>The model.</summary>
    public WhisperModel Model => model;

    /// <summary>Transcribes, or translates, a recording of any length.</summary>
    /// <param name="clip">The recording, at any rate, of any number of channels.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at between the encoder's blocks, before every token and between windows.</param>
    /// <returns>The text and its segments; for a recording without speech an empty text.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or names a language the model does not know.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Transcription Transcribe(AudioClip clip, TranscribeOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ComputeThreads.Run(() =>
        {
            var session = new TranscriptionSession(model, clip, options ?? Defaults, cancellationToken);
            List<TranscriptionSegment> segments = [];
            while (session.Next(cancellationToken) is { } window) segments.AddRange(window);
            return new Transcription(
                session.Language, session.LanguageProbability, string.Concat(segments.Select(segment => segment.Text)).Trim(), segments, clip.Duration);
        });
    }

    /// <summary>Transcribes a recording and hands out segments as their windows are done. Computes on a compute thread, one window at a time.</summary>
    /// <param name="clip">The recording, at any rate, of any number of channels.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at between the encoder's blocks, before every token and between windows.</param>
    /// <exception cref="ArgumentException">An option is out of range, or names a language the model does not know.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async IAsyncEnumerable<TranscriptionSegment> StreamAsync(
        AudioClip clip, TranscribeOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var session = await ComputeThreads.RunAsync(() => new TranscriptionSession(model, clip, options ?? Defaults, cancellationToken), cancellationToken).ConfigureAwait(false);
        while (await ComputeThreads.RunAsync(() => session.Next(cancellationToken), cancellationToken).ConfigureAwait(false) is { } window)
            foreach (var segment in window) yield return segment;
    }

    /// <summary>Tells the language of a recording's first 30 seconds.</summary>
    /// <param name="clip">The recording, at any rate, of any number of channels.</param>
    /// <param name="cancellationToken">Looked at between the encoder's blocks.</param>
    /// <returns>All languages the model knows, likeliest first; English alone for an English-only model.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public IReadOnlyList<LanguageProbability> DetectLanguage(AudioClip clip, CancellationToken cancellationToken = default)
    {
        if (!model.Vocabulary.IsMultilingual) return [new LanguageProbability("en", 1)];
        return ComputeThreads.Run(() => Detect(clip, cancellationToken));
    }

    private IReadOnlyList<LanguageProbability> Detect(AudioClip clip, CancellationToken cancellationToken)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        var features = new RecordingFeatures(clip, model.Config, model.Device, cancellationToken);
        using var memory = model.Network.Decoder.Hear(model.Network.Encoder.Forward(features.Window(0), cancellationToken: cancellationToken));
        return LanguageDetector.Detect(model.Network.Decoder, memory, model.Vocabulary);
    }
}
