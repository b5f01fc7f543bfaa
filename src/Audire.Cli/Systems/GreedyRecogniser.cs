#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Audire.Models.Chat;
using Audire.Models.Whisper;
using Microsoft.Extensions.AI;

namespace Audire.Cli.Systems;

/// <summary>
/// A recogniser as audits use it: greedy, without falling back to sampling, and never more text than can be spoken. Sounds that are no speech
/// otherwise cost minutes of retries and of loops, and an audit asks what a model answers, once.
/// </summary>
internal sealed class GreedyRecogniser(WhisperModel model) : DelegatingSpeechToTextClient(new WhisperSpeechToTextClient(model))
{
    private static readonly TranscribeOptions Greedy = new() { Temperatures = [0], MaxTokensPerSecond = 12 };

    /// <inheritdoc/>
    public override Task<SpeechToTextResponse> GetTextAsync(Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetTextAsync(audioSpeechStream, Once(options), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SpeechToTextResponseUpdate> GetStreamingTextAsync(
        Stream audioSpeechStream, SpeechToTextOptions? options = null, CancellationToken cancellationToken = default) =>
        base.GetStreamingTextAsync(audioSpeechStream, Once(options), cancellationToken);

    private static SpeechToTextOptions Once(SpeechToTextOptions? options)
    {
        options = options?.Clone() ?? new SpeechToTextOptions();
        options.RawRepresentationFactory ??= static _ => Greedy;
        return options;
    }
}
