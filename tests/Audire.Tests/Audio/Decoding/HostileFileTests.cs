using System.Diagnostics;
using System.Text.Json;
using Audire.Audio;
using Xunit;

namespace Audire.Tests.Audio.Decoding;

public class HostileFileTests
{
    private static readonly TimeSpan LongestTime = TimeSpan.FromSeconds(1);
    private const long MostBytes = 50_000_000;

    [Fact]
    public void Every_hostile_file_ends_as_its_class_says_in_bounded_time_and_memory()
    {
        using var index = new FormatIndex();
        var options = new AudioDecoderOptions { UseFfmpeg = false };
        var failures = new List<string>();
        foreach (var (name, path, facts) in index.Files("hostile"))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            var outcome = Outcome(path, options);
            if (clock.Elapsed > LongestTime) failures.Add($"{name}: took {clock.Elapsed.TotalSeconds:f1} s");
            if (GC.GetAllocatedBytesForCurrentThread() - before is var bytes and > MostBytes) failures.Add($"{name}: allocated {bytes} bytes");
            if (!Allowed(facts).Contains(outcome.Class)) failures.Add($"{name}: {outcome.Class} instead of {string.Join(" or ", Allowed(facts))}: {outcome.Message}");
            if (outcome.Message.Length > 0 && !outcome.Message.StartsWith(path, StringComparison.Ordinal)) failures.Add($"{name}: {outcome.Message} does not name the file");
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    // ffmpeg may find sound in what is not decoded here, but it is never asked about what was refused as damaged.
    [Fact]
    public void With_ffmpeg_nothing_else_gets_through()
    {
        Assert.SkipWhen(FfmpegProgram.FindOnPath() is null, "ffmpeg is not on PATH.");
        using var index = new FormatIndex();
        var failures = new List<string>();
        foreach (var (name, path, facts) in index.Files("hostile"))
        {
            var outcome = Outcome(path, AudioDecoderOptions.Default);
            var foreign = Allowed(facts).Contains("unsupported-codec");
            if (!Allowed(facts).Contains(outcome.Class) && !(foreign && outcome.Class.StartsWith("ok", StringComparison.Ordinal)))
                failures.Add($"{name}: {outcome.Class}: {outcome.Message}");
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static (string Class, string Message) Outcome(string path, AudioDecoderOptions options)
    {
        try
        {
            var clip = AudioFile.Load(path, options, TestContext.Current.CancellationToken);
            return (clip.Warnings.Count > 0 ? "ok-with-warning" : "ok", "");
        }
        catch (AudioFormatException error)
        {
            return (NameOf(error.Kind), error.Message);
        }
    }

    private static string[] Allowed(JsonElement facts) =>
        facts.TryGetProperty("or", out var other) ? [facts.GetProperty("expect").GetString()!, other.GetString()!] : [facts.GetProperty("expect").GetString()!];

    private static string NameOf(AudioFormatProblem problem) =>
        string.Concat(problem.ToString().Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
