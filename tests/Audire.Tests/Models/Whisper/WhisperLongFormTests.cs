using System.Text.Json;
using Audire.Audio;
using Audire.Models.Whisper;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Models.Whisper;

/// <summary>A recording of several windows: segments, seeks, times and tokens as the reference's, with and without conditioning.</summary>
[Trait("Category", "RealWeights")]
public sealed class WhisperLongFormTests(RealWhisper real) : IClassFixture<RealWhisper>
{
    private readonly List<string> _failures = [];

    [Fact]
    public void Every_recorded_run_is_reproduced()
    {
        using var json = Fixtures.Json("whisper", "base_longform.json");
        var file = json.RootElement.GetProperty("audio").GetString()!.Split('/', 2)[1];
        var clip = AudioFile.Load(Fixtures.RequireShared(file.Split('/')), TestContext.Current.CancellationToken);
        var transcriber = new WhisperTranscriber(real.Load());
        Dictionary<bool, Transcription> ours = [];
        foreach (var run in json.RootElement.GetProperty("runs").EnumerateObject())
        {
            var condition = run.Value.TryGetProperty("condition_on_previous_text", out var set) && set.GetBoolean();
            if (!ours.TryGetValue(condition, out var transcription))
                ours[condition] = transcription = transcriber.Transcribe(
                    clip, new TranscribeOptions { Temperatures = [0], ConditionOnPreviousText = condition }, TestContext.Current.CancellationToken);
            Compare(run.Name, run.Value, transcription);
        }
        Assert.True(_failures.Count == 0, string.Join(Environment.NewLine, _failures));
    }

    private void Compare(string run, JsonElement expected, Transcription actual)
    {
        if (actual.Text != expected.GetProperty("text").GetString()!.Trim()) _failures.Add($"{run}: \"{actual.Text}\"");
        var segments = expected.GetProperty("segments").EnumerateArray().ToList();
        if (segments.Count != actual.Segments.Count) _failures.Add($"{run}: {actual.Segments.Count} segments for {segments.Count}");
        foreach (var (recorded, segment) in segments.Zip(actual.Segments))
        {
            var name = $"{run} segment {segment.Index}";
            if (segment.Start != recorded.GetProperty("start").GetDouble() || segment.End != recorded.GetProperty("end").GetDouble())
                _failures.Add($"{name}: {segment.Start} to {segment.End}");
            if (segment.Text != recorded.GetProperty("text").GetString()) _failures.Add($"{name}: \"{segment.Text}\"");
            if (!recorded.TryGetProperty("seek", out var seek)) continue; // another library: it records times and texts
            if (segment.Seek != seek.GetInt32()) _failures.Add($"{name}: seek {segment.Seek}");
            if (!segment.Tokens.SequenceEqual(recorded.GetProperty("tokens").EnumerateArray().Select(id => id.GetInt32()))) _failures.Add($"{name}: other tokens");
            Near($"{name} log-probability", recorded.GetProperty("avg_logprob").GetDouble(), segment.AvgLogProb, 1e-3);
            Near($"{name} no-speech", recorded.GetProperty("no_speech_prob").GetDouble(), segment.NoSpeechProb, 1e-4);
            Near($"{name} compression", recorded.GetProperty("compression_ratio").GetDouble(), segment.CompressionRatio, 1e-9);
        }
    }

    private void Near(string what, double expected, double actual, double tolerance)
    {
        if (!(Math.Abs(expected - actual) <= tolerance)) _failures.Add($"{what}: {actual} for {expected}");
    }
}
