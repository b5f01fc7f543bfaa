using Audire.Audio;
using Audire.Models.Checkpoints;
using Audire.Models.Checkpoints.Conversion;
using Audire.Models.Nn;
using Audire.Models.Whisper;
using Audire.Tests.Models.Checkpoints;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Whisper;

/// <summary>Whisper base through its public face: words in time, damaged sound, silence, and weights made small by our own converter.</summary>
[Trait("Category", "RealWeights")]
public sealed class WhisperWordsTests(RealWhisper real) : IClassFixture<RealWhisper>
{
    private const string Words = "what your country can do for you";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private WhisperTranscriber Transcriber => new(real.Load(WeightType.F16));

    [Fact]
    public void Words_follow_the_speech()
    {
        var transcription = Transcriber.Transcribe(Jfk(), new TranscribeOptions { WordTimestamps = true }, Cancel);
        var words = transcription.Segments.SelectMany(segment => segment.Words).ToList();
        Assert.Equal(transcription.Text, string.Concat(words.Select(word => word.Text)).Trim());
        Assert.Equal(22, words.Count);
        Assert.All(words, word => Assert.InRange(word.Probability, 0.5, 1));
        Assert.All(words, word => Assert.True(word.Start <= word.End));
        Assert.All(words.Zip(words.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Start));
        Assert.Equal((words[0].Start, words[^1].End), (transcription.Segments[0].Start, transcription.Segments[^1].End));

        // Where the words are heard, by ear and by the waveform: the pauses before "ask" end at about 3.3 and 8.0 s.
        Assert.InRange(words.First(word => word.Text == " ask").End, 3.4, 4.0);
        Assert.InRange(words.Last(word => word.Text == " ask").End, 8.2, 8.8);
        Assert.EndsWith(",", words.Single(word => word.Text.StartsWith(" Americans", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Clipped_and_shifted_speech_is_still_understood()
    {
        foreach (var damage in new Func<float, float>[] { sample => Math.Clamp(8 * sample, -1, 1), sample => sample + 0.3f, sample => 1e-3f * sample })
        {
            var samples = Jfk().Channel(0).ToArray();
            for (var i = 0; i < samples.Length; i++) samples[i] = damage(samples[i]);
            Assert.Contains(Words, Transcriber.Transcribe(AudioClip.Mono(samples, 16_000), new TranscribeOptions { Language = "en" }, Cancel).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Silence_is_kept_by_the_published_rule_and_dropped_by_the_gate()
    {
        var silence = AudioClip.Mono(new float[5 * 16_000], 16_000);
        var heard = Transcriber.Transcribe(silence, new TranscribeOptions { Language = "en" }, Cancel);
        Assert.Equal("you", heard.Text);
        Assert.InRange(heard.Segments[0].NoSpeechProb, 0.9, 1);
        Assert.Empty(Transcriber.Transcribe(silence, new TranscribeOptions { Language = "en", VoiceActivity = new VoiceThresholds() }, Cancel).Segments);
    }

    [Fact]
    public void A_hundredth_of_a_second_is_no_trouble() =>
        Assert.InRange(Transcriber.Transcribe(AudioClip.Mono(new float[160], 16_000), cancellationToken: Cancel).Segments.Count, 0, 1);

    [Fact]
    public void Weights_quantised_by_our_own_converter_load_and_transcribe()
    {
        using var folder = new TemporaryFolder();
        ModelConverter.Convert(Fixtures.RequireShared("models", "whisper-base"), folder.File("whisper-base"), ElementType.Q5_1, cancellation: Cancel);
        using var model = WhisperModel.Load(folder.File("whisper-base"));
        Assert.Equal(72_593_920, model.Parameters);
        Assert.Contains(Words, new WhisperTranscriber(model).Transcribe(Jfk(), cancellationToken: Cancel).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_config_that_lies_about_shapes_is_one_message_with_all_of_them()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Fixtures.RequireShared("models", "whisper-base"))) File.CreateSymbolicLink(folder.File(Path.GetFileName(file)), file);
        var config = File.ReadAllText(folder.File("config.json")).Replace("\"encoder_layers\": 6", "\"encoder_layers\": 7", StringComparison.Ordinal)
            .Replace("\"max_source_positions\": 1500", "\"max_source_positions\": 1501", StringComparison.Ordinal);
        File.Delete(folder.File("config.json"));
        File.WriteAllText(folder.File("config.json"), config);
        var error = Assert.Throws<WeightMismatchException>(() => WhisperModel.Load(folder.Path));
        Assert.Equal(15, error.Missing.Count);
        Assert.Single(error.Misshaped);
        Assert.Contains("[1500, 512]", error.Message, StringComparison.Ordinal);
    }

    private static AudioClip Jfk() => AudioFile.Load(Fixtures.RequireShared("audio", "jfk.wav"), Cancel);
}
