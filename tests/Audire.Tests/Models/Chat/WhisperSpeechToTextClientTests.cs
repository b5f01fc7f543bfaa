#pragma warning disable MEAI001 // the interface under test is marked experimental
using Audire.Audio;
using Audire.Models.Chat;
using Audire.Models.Whisper;
using Audire.Tests.Models.Whisper;
using Microsoft.Extensions.AI;
using Xunit;

namespace Audire.Tests.Models.Chat;

/// <summary>The speech-to-text interface over a Whisper with random weights: contract, options, streams, cancellation.</summary>
public sealed class WhisperSpeechToTextClientTests : IDisposable
{
    private static readonly TranscribeOptions Short = new() { Temperatures = [0], MaxTokens = 3, Timestamps = false };

    private readonly WhisperModel _model = RandomWhisper.Build();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_response_is_the_collected_stream()
    {
        using var client = new WhisperSpeechToTextClient(_model);
        var options = new SpeechToTextOptions { SpeechLanguage = "en", RawRepresentationFactory = _ => Short };
        var updates = new List<SpeechToTextResponseUpdate>();
        await foreach (var update in client.GetStreamingTextAsync(Sound(65), options, Cancel)) updates.Add(update);
        Assert.Equal(
            [SpeechToTextResponseUpdateKind.SessionOpen, .. Enumerable.Repeat(SpeechToTextResponseUpdateKind.TextUpdated, 3), SpeechToTextResponseUpdateKind.SessionClose],
            updates.Select(update => update.Kind));
        Assert.Equal([0, 30, 60], updates.Where(update => update.RawRepresentation is TranscriptionSegment).Select(update => update.StartTime!.Value.TotalSeconds));

        var response = await client.GetTextAsync(Sound(65), options, Cancel);
        Assert.Equal(string.Concat(updates.Select(update => update.Text)), response.Text);
        Assert.Equal("random", response.ModelId);
        Assert.Equal(TimeSpan.FromSeconds(65), response.EndTime);
    }

    [Fact]
    public void Services_are_found_by_type_and_only_without_a_key()
    {
        using var client = new WhisperSpeechToTextClient(_model);
        Assert.Same(client, client.GetService(typeof(ISpeechToTextClient)));
        Assert.Same(_model, client.GetService(typeof(WhisperModel)));
        Assert.IsType<WhisperTranscriber>(client.GetService(typeof(WhisperTranscriber)));
        Assert.Equal("random", Assert.IsType<SpeechToTextClientMetadata>(client.GetService(typeof(SpeechToTextClientMetadata))).DefaultModelId);
        Assert.Null(client.GetService(typeof(WhisperModel), "key"));
        Assert.Null(client.GetService(typeof(string)));
    }

    [Fact]
    public async Task Text_in_a_third_language_is_refused()
    {
        using var client = new WhisperSpeechToTextClient(_model);
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => client.GetTextAsync(Sound(1), new SpeechToTextOptions { SpeechLanguage = "de", TextLanguage = "fr" }, Cancel));
        Assert.Contains("fr", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sound_that_is_none_is_said_to_be_none()
    {
        using var client = new WhisperSpeechToTextClient(_model);
        await Assert.ThrowsAsync<AudioFormatException>(() => client.GetTextAsync(new MemoryStream([1, 2, 3]), cancellationToken: Cancel));
    }

    [Fact]
    public async Task A_cancelled_request_stops()
    {
        using var client = new WhisperSpeechToTextClient(_model);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetTextAsync(Sound(1), cancellationToken: new CancellationToken(canceled: true)));
    }

    public void Dispose() => _model.Dispose();

    private static MemoryStream Sound(int seconds)
    {
        var samples = new float[seconds * AudioClip.SpeechRate];
        for (var i = 0; i < samples.Length; i++) samples[i] = 0.3f * MathF.Sin(0.1f * i);
        return new MemoryStream(WavWriter.Encode(AudioClip.Mono(samples, AudioClip.SpeechRate)));
    }
}
