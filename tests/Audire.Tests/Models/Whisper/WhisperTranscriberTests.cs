using Audire.Audio;
using Audire.Models.Whisper;
using Audire.Models.Whisper.Network;
using Audire.Tests.Support;
using Xunit;
using static TorchSharp.torch;

namespace Audire.Tests.Models.Whisper;

/// <summary>What a transcription does whatever the weights: lengths, cancellation, memory, threads, seeds, streams, options.</summary>
public sealed class WhisperTranscriberTests : IDisposable
{
    private static readonly TranscribeOptions Short = new() { Language = "en", Temperatures = [0], MaxTokens = 4 };

    private readonly WhisperModel _model = RandomWhisper.Build();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private WhisperTranscriber Transcriber => new(_model);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(160)]
    [InlineData(16_000)]
    public void Any_length_of_silence_is_a_transcription(int samples)
    {
        var transcription = Transcriber.Transcribe(AudioClip.Mono(new float[samples], 16_000), Short, Cancel);
        Assert.Equal(samples < 160 ? 0 : 1, transcription.Segments.Count);
        Assert.Equal(samples / 16_000.0, transcription.Duration.TotalSeconds, 1e-6);
        Assert.Equal(("en", 1.0), (transcription.Language, transcription.LanguageProbability));
    }

    [Fact]
    public void Other_rates_and_channels_are_heard_as_16_kHz_mono()
    {
        float[][] channels = [Noise(88_200), Noise(88_200)];
        var transcription = Transcriber.Transcribe(AudioClip.Planar(channels, 44_100), Short, Cancel);
        Assert.Equal(2, transcription.Segments[^1].End, 1e-9);
    }

    [Fact]
    public void Two_hours_go_by_in_windows_without_more_memory()
    {
        var clip = AudioClip.Adopt([Noise(2 * 3600 * 16_000)], 16_000);
        var options = Short with { Timestamps = false, MaxTokens = 2, NoSpeechThreshold = null };
        _ = Transcriber.Transcribe(clip.Slice(0, 32 * 16_000), options, Cancel);
        var before = (Tensors: LiveTensors.AtRest(), Memory: Environment.WorkingSet);
        var transcription = Transcriber.Transcribe(clip, options, Cancel);
        Assert.Equal(240, transcription.Segments.Count);
        Assert.Equal(7200, transcription.Segments[^1].End, 1e-6);
        Assert.Equal(before.Tensors, Tensor.TotalCount);
        Assert.InRange(Environment.WorkingSet - before.Memory, long.MinValue, 100 << 20);
    }

    [Fact]
    public void A_short_recording_has_no_longer_text_than_can_be_spoken_where_that_is_asked()
    {
        var clip = AudioClip.Mono(Noise(2 * 16_000), 16_000);
        var loop = Short with { Timestamps = false, MaxTokens = 30, NoSpeechThreshold = null };
        Assert.Equal(30, Written(loop)); // these weights never end by themselves
        Assert.Equal(16 + 2 * 4, Written(loop with { MaxTokensPerSecond = 4 }));
        Assert.Equal(30, Written(loop with { MaxTokensPerSecond = 100 }));

        int Written(TranscribeOptions options) => Transcriber.Transcribe(clip, options, Cancel).Segments.Sum(segment => segment.Tokens.Count);
    }

    [Fact]
    public void Cancelled_before_it_starts_it_does_not_start() =>
        Assert.Throws<OperationCanceledException>(() => Transcriber.Transcribe(AudioClip.Mono(Noise(16_000), 16_000), Short, new CancellationToken(canceled: true)));

    [Fact]
    public async Task Cancelled_while_it_decodes_it_stops_and_leaves_nothing_behind()
    {
        var clip = AudioClip.Mono(Noise(1800 * 16_000), 16_000);
        _ = Transcriber.Transcribe(clip.Slice(0, 16_000), Short, Cancel); // filter banks and windows are made once a process
        var before = LiveTensors.AtRest();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var segment in Transcriber.StreamAsync(clip, Short with { Timestamps = false, MaxTokens = 200 }, stop.Token))
                if (++seen == 1) stop.Cancel();
        });
        Assert.Equal(1, seen);
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Searches_look_at_the_token_before_every_token()
    {
        using var stop = new CancellationTokenSource();
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        using var memory = _model.Network.Decoder.Hear(zeros(1, RandomWhisper.Config.AudioPositions, RandomWhisper.Config.Width));
        var steps = 0;
        using var state = new DecoderState(_model.Network.Decoder, memory, tap: (site, value) =>
        {
            if (site == "decoder.last_hidden" && ++steps == 3) stop.Cancel();
            return value;
        });
        var first = state.Step([_model.Vocabulary.StartOfTranscript]);
        var task = new Audire.Models.Whisper.Decoding.SearchTask(state, first, _model.Rules, EndOfText: -1, Timestamps: false, MaxTokens: 50);
        Assert.Throws<OperationCanceledException>(() => new Audire.Models.Whisper.Decoding.SamplingSearch(0, 1, null, 0).Run(task, stop.Token));
        Assert.Equal(3, steps);
    }

    [Fact]
    public void Requests_leave_no_tensor_behind()
    {
        var clip = AudioClip.Mono(Noise(40 * 16_000), 16_000);
        TranscribeOptions[] ways =
        [
            Short, Short with { BeamSize = 3 }, Short with { WordTimestamps = true, MaxTokens = 30 }, Short with { Temperatures = [0, 0.5, 1], BestOf = 3 },
            Short with { VoiceActivity = new VoiceThresholds() }, Short with { Language = null },
        ];
        long Round()
        {
            foreach (var way in ways) _ = Transcriber.Transcribe(clip, way, Cancel);
            _ = Transcriber.DetectLanguage(clip, Cancel);
            return Tensor.TotalCount;
        }
        _ = Round(); // filter banks and windows are made once a process
        _ = LiveTensors.AtRest();
        var first = Round();
        for (var i = 0; i < 3; i++) Assert.Equal(first, Round());
    }

    [Fact]
    public async Task Threads_that_share_a_model_get_what_one_alone_gets()
    {
        var clips = Enumerable.Range(1, 4).Select(i => AudioClip.Mono(Noise(i * 16_000), 16_000)).ToArray();
        var options = Short with { BeamSize = 2, MaxTokens = 20 };
        var alone = clips.Select(clip => Tokens(Transcriber.Transcribe(clip, options, Cancel))).ToArray();
        var together = await Task.WhenAll(clips.Select(clip => Task.Run(() => Tokens(Transcriber.Transcribe(clip, options, Cancel)), Cancel)));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Unlikely_text_is_decoded_again_up_to_the_last_temperature_by_seed()
    {
        var clip = AudioClip.Mono(Noise(16_000), 16_000);
        var options = new TranscribeOptions { Language = "en", MaxTokens = 12, LogProbThreshold = 0, NoSpeechThreshold = null };
        var first = Transcriber.Transcribe(clip, options, Cancel);
        Assert.Equal(1, Assert.Single(first.Segments).Temperature);
        Assert.Equal(Tokens(first), Tokens(Transcriber.Transcribe(clip, options, Cancel)));
        Assert.NotEqual(Tokens(first), Tokens(Transcriber.Transcribe(clip, options with { Seed = 1 }, Cancel)));
    }

    [Fact]
    public void A_window_that_is_silent_by_the_published_rule_is_dropped()
    {
        var clip = AudioClip.Mono(Noise(16_000), 16_000);
        Assert.Empty(Transcriber.Transcribe(clip, Short with { NoSpeechThreshold = -1, LogProbThreshold = 0 }, Cancel).Segments);
        Assert.Single(Transcriber.Transcribe(clip, Short with { NoSpeechThreshold = -1, LogProbThreshold = -1e6 }, Cancel).Segments);
    }

    [Fact]
    public void The_gate_keeps_silence_from_being_decoded()
    {
        var options = Short with { VoiceActivity = new VoiceThresholds() };
        var transcription = Transcriber.Transcribe(AudioClip.Mono(new float[40 * 16_000], 16_000), options with { Language = null }, Cancel);
        Assert.Equal(("", "und", 0.0), (transcription.Text, transcription.Language, transcription.LanguageProbability));
    }

    [Fact]
    public async Task A_stream_hands_out_the_same_segments()
    {
        var clip = AudioClip.Mono(Noise(65 * 16_000), 16_000);
        var options = Short with { Timestamps = false };
        var streamed = new List<TranscriptionSegment>();
        await foreach (var segment in Transcriber.StreamAsync(clip, options, Cancel)) streamed.Add(segment);
        var whole = Transcriber.Transcribe(clip, options, Cancel).Segments;
        Assert.Equal(3, whole.Count);
        Assert.Equal(whole.Select(segment => (segment.Index, segment.Start, segment.Text)), streamed.Select(segment => (segment.Index, segment.Start, segment.Text)));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_name()
    {
        var clip = AudioClip.Mono(new float[160], 16_000);
        (TranscribeOptions Options, string Name)[] cases =
        [
            (new() { BeamSize = 0 }, "BeamSize"), (new() { BestOf = 65 }, "BestOf"), (new() { Patience = double.NaN }, "Patience"), (new() { Temperatures = [] }, "Temperatures"),
            (new() { Temperatures = [-1] }, "Temperatures"), (new() { MaxTokens = 0 }, "MaxTokens"), (new() { WordTimestamps = true, Timestamps = false }, "WordTimestamps"),
            (new() { LengthPenalty = double.PositiveInfinity }, "LengthPenalty"), (new() { Language = "Klingon" }, "Klingon"),
        ];
        foreach (var (options, name) in cases)
            Assert.Contains(name, Assert.ThrowsAny<ArgumentException>(() => Transcriber.Transcribe(clip, options, Cancel)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _model.Dispose();

    private static string Tokens(Transcription transcription) => string.Join(' ', transcription.Segments.SelectMany(segment => segment.Tokens));

    private static float[] Noise(int length)
    {
        var samples = new float[length];
        var state = 12345u;
        for (var i = 0; i < length; i++)
        {
            state = unchecked(state * 1664525 + 1013904223);
            samples[i] = (state >> 8) / (float)(1 << 24) - 0.5f;
        }
        return samples;
    }
}
