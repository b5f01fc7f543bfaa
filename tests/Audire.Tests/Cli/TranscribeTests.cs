using System.Globalization;
using System.Text.RegularExpressions;
using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire transcribe</c> with real weights on a real recording.</summary>
public sealed partial class TranscribeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-transcribe-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Json_lines_have_the_promised_fields_and_words_when_asked()
    {
        var run = await TranscribeAsync("--json", "--words");

        var line = Assert.Single(run.Lines());
        Assert.Equal(Recording(), line.GetProperty("file").GetString());
        Assert.Equal("en", line.GetProperty("language").GetString());
        Assert.InRange(line.GetProperty("languageProbability").GetDouble(), 0.5, 1);
        Assert.Contains("your country", line.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.True(line.GetProperty("seconds").GetDouble() > 0);
        Assert.InRange(line.GetProperty("audioSeconds").GetDouble(), 1, 60);
        foreach (var segment in line.GetProperty("segments").EnumerateArray())
        {
            Assert.True(segment.GetProperty("end").GetDouble() > segment.GetProperty("start").GetDouble());
            Assert.NotEmpty(segment.GetProperty("text").GetString()!);
            Assert.True(segment.GetProperty("avgLogProb").GetDouble() <= 0);
            Assert.InRange(segment.GetProperty("noSpeechProb").GetDouble(), 0, 1);
            Assert.All(segment.GetProperty("words").EnumerateArray(), word => Assert.NotEmpty(word.GetProperty("word").GetString()!));
        }
        Assert.False(line.TryGetProperty("wordErrors", out _));
    }

    [Fact]
    public async Task Plain_text_is_one_line()
    {
        var run = await TranscribeAsync();

        Assert.EndsWith("your country.\n", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Output.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Subtitles_are_numbered_and_timed()
    {
        var subRip = (await TranscribeAsync("--srt")).Output.Split('\n');
        Assert.Equal("1", subRip[0]);
        Assert.Matches(SubRipTime(), subRip[1]);

        var web = (await TranscribeAsync("--vtt")).Output.Split('\n');
        Assert.Equal("WEBVTT", web[0]);
        Assert.Matches(WebTime(), web[2]);
    }

    [Fact]
    public async Task References_count_word_errors_by_set_and_pooled()
    {
        File.Copy(Recording(), Path.Combine(_folder, "speech.flac"));
        var manifest = Path.Combine(_folder, "manifest.tsv");
        await File.WriteAllTextAsync(manifest,
            "set\tfile\tlanguage\ttranscript\na\tspeech.flac\ten\tand so my fellow Americans ask not what your country can do for you ask what you can do for the country\nb\tabsent.flac\ten\t\n",
            TestContext.Current.CancellationToken);

        var run = await CommandRun.InProcessAsync("transcribe", "--model", Model(), "--references", manifest, "--json");

        Assert.Equal(ExitCode.Done, run.ExitCode);
        var errors = Assert.Single(run.Lines()).GetProperty("wordErrors");
        Assert.Equal(1, errors.GetProperty("substitutions").GetInt32());
        Assert.Equal(0, errors.GetProperty("deletions").GetInt32());
        Assert.Equal(0, errors.GetProperty("insertions").GetInt32());
        Assert.Equal(22, errors.GetProperty("words").GetInt32());
        Assert.StartsWith("pooled: 1 word errors in 22 words", run.LastErrorLine, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("transcribe")]
    [InlineData("transcribe", "x.wav", "--beam", "0")]
    [InlineData("transcribe", "x.wav", "--dtype", "f8")]
    [InlineData("transcribe", "x.wav", "--srt", "--vtt")]
    public async Task Senseless_options_are_wrong_usage(params string[] args)
    {
        Assert.Equal(ExitCode.WrongUsage, (await CommandRun.InProcessAsync(args)).ExitCode);
    }

    [Fact]
    public async Task A_file_that_is_no_sound_fails_in_one_line()
    {
        var text = Path.Combine(_folder, "notes.wav");
        await File.WriteAllTextAsync(text, "these are notes", TestContext.Current.CancellationToken);

        var run = await CommandRun.InProcessAsync("transcribe", text, "--model", Model());

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("notes.wav", run.LastErrorLine, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Interrupt_stops_within_a_second_with_exit_code_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var process = ToolProcess.Start(["transcribe", .. Enumerable.Repeat(Recording(), 50), "--model", Model(), "--beam", "5"]);
        string? line;
        do line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.Contains("of 50 files", StringComparison.Ordinal));
        await Task.Delay(300, TestContext.Current.CancellationToken);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]).Dispose();
        var run = await ToolProcess.FinishAsync(process);

        Assert.Equal(ExitCode.Stopped, run.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3), $"It took {clock.Elapsed.TotalSeconds:0.0} s to stop.");
    }

    private static Task<CommandRun> TranscribeAsync(params string[] options) => CommandRun.InProcessAsync(["transcribe", Recording(), "--model", Model(), .. options]);

    private static string Model() => Shipped.Recogniser();

    private static string Recording() => Shipped.Speech();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}$")]
    private static partial Regex SubRipTime();

    [GeneratedRegex(@"^\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}$")]
    private static partial Regex WebTime();
}
