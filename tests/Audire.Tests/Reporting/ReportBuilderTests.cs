using Audire.Audio;
using Audire.Evaluation.Runs;
using Audire.Reporting;
using Audire.Tests.Evaluation;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>From a run folder to a report on disk.</summary>
public sealed class ReportBuilderTests
{
    private const int Items = 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_folder_becomes_a_folder_of_pages_clips_and_pictures()
    {
        using var place = new TemporaryFolder();
        WriteRun(place.Combine("run"));

        var index = await ReportBuilder.Build(place.Combine("run"), place.Combine("run", "report"), Cancellation);

        Assert.Equal(place.Combine("run", "report", "index.html"), index);
        var folder = Path.GetDirectoryName(index)!;
        var items = await File.ReadAllTextAsync(Path.Combine(folder, "items-reading.html"), Cancellation);
        foreach (var source in Html.Values(items, "src")) Assert.True(File.Exists(Path.Combine(folder, source)), source);
        Assert.Equal(Items, Directory.GetFiles(Path.Combine(folder, "media"), "*.wav").Length);
        Assert.Equal(Items, Directory.GetFiles(Path.Combine(folder, "media"), "*.png").Length);
        Assert.Contains("my fellow Americans", items, StringComparison.Ordinal);
        Assert.Contains("The request timed out after 60 s.", await File.ReadAllTextAsync(Path.Combine(folder, "items-voices.html"), Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_run_gives_the_same_files()
    {
        using var place = new TemporaryFolder();
        WriteRun(place.Combine("run"));
        await ReportBuilder.Build(place.Combine("run"), place.Combine("one"), Cancellation);
        await ReportBuilder.Build(place.Combine("run"), place.Combine("two"), Cancellation);

        var files = Relative(place.Combine("one"));
        Assert.Equal(files, Relative(place.Combine("two")));
        foreach (var file in files)
            Assert.Equal(await File.ReadAllBytesAsync(place.Combine("one", file), Cancellation), await File.ReadAllBytesAsync(place.Combine("two", file), Cancellation));
    }

    [Fact]
    public async Task Missing_and_damaged_clips_are_said_and_nothing_else_is_lost()
    {
        using var place = new TemporaryFolder();
        WriteRun(place.Combine("run"));
        File.Delete(place.Combine("run", "clips", ReportSamples.Hash(0) + ".wav"));
        await File.WriteAllTextAsync(place.Combine("run", "clips", ReportSamples.Hash(1) + ".wav"), "no sound", Cancellation);

        var index = await ReportBuilder.Build(place.Combine("run"), place.Combine("report"), Cancellation);

        var items = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(index)!, "items-reading.html"), Cancellation);
        Assert.Equal(2, items.Split("missing or damaged").Length - 1);
        Assert.Single(Html.Tags(items, "audio"));
    }

    [Fact]
    public async Task A_run_that_was_not_scored_is_an_error_that_says_what_to_do()
    {
        using var place = new TemporaryFolder();
        using (var store = RunStore.Open(place.Path)) store.SaveSpec(ReportSamples.Spec());
        var error = await Assert.ThrowsAsync<RunException>(() => ReportBuilder.Build(place.Path, place.Combine("report"), Cancellation));
        Assert.Contains("resume it", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Combine("report")));
    }

    [Fact]
    public async Task A_stopped_build_leaves_nothing_behind()
    {
        using var place = new TemporaryFolder();
        WriteRun(place.Combine("run"));
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReportBuilder.Build(place.Combine("run"), place.Combine("report"), stop.Token));
        Assert.Equal([place.Combine("run")], Directory.GetFileSystemEntries(place.Path));
    }

    private static void WriteRun(string directory)
    {
        for (var i = 0; i < Items; i++)
        {
            Directory.CreateDirectory(Path.Combine(directory, "clips"));
            WavWriter.Write(Path.Combine(directory, "clips", ReportSamples.Hash(i) + ".wav"), AudioClip.Mono(ReportSamples.Tone(1.5 + i), AudioClip.SpeechRate));
        }

        using var store = RunStore.Open(directory);
        store.SaveSpec(ReportSamples.Spec());
        var scores = new List<StoredScore>();
        foreach (var (item, ordinal) in ReportSamples.Items(Items).Select((item, ordinal) => (item, ordinal)))
        {
            var key = $"{item.System}/{item.Instance}";
            store.SaveItem(new(key, item.System, "{}"), new(
                item.System, item.Scenario, item.Aspect, item.Instance, ordinal, key, item.Prompt, item.Clips, item.References, item.Choices, item.Groups));
            if (item.Answer is { } answer) store.SaveAnswer(key, new(answer, "stop", "m", null, null, item.Seconds, DateTimeOffset.UnixEpoch, null));
            else store.SaveFailure(key, item.Error!, item.Seconds, DateTimeOffset.UnixEpoch);
            scores.AddRange(item.Scores.Select(score => new StoredScore(item.System, item.Scenario, item.Instance, score.Key, score.Value, 1)));
        }

        store.SaveScores(scores, ReportSamples.Stats(Items));
    }

    private static string[] Relative(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
