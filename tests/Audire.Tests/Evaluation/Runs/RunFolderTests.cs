using Audire.Evaluation.Runs;
using Xunit;

namespace Audire.Tests.Evaluation.Runs;

public sealed class RunFolderTests
{
    [Fact]
    public void What_was_stored_is_read_back()
    {
        using var folder = new TemporaryFolder();
        using (var store = RunStore.Open(folder.Path))
        {
            store.SaveSpec(RunSamples.Spec());
            store.SaveItem(RunSamples.Request(), RunSamples.Item());
            store.SaveAnswer("k1", RunSamples.Answer());
            store.SaveItem(RunSamples.Request("k2"), RunSamples.Item("two", "k2", 1));
            store.SaveFailure("k2", "The server said no.", 0.1, DateTimeOffset.UnixEpoch);
            store.SaveScores([new StoredScore("empty", "reading", "one", "wer", 0, 2)], RunSamples.Stats());
        }

        using var run = RunFolder.Open(folder.Path);
        Assert.Equal("sample", run.Spec.Suite.Name);
        Assert.Equal("bootstrap(speaker, 2000)", Assert.Single(run.Cells).Interval);
        Assert.Single(run.Board);
        Assert.Collection(
            run.Items,
            item =>
            {
                Assert.Equal("good morning", item.Answer);
                Assert.Null(item.Error);
                Assert.Equal(0, item.Scores["wer"]);
                Assert.Equal("s1", item.Groups["speaker"]);
                Assert.Equal(1.5, Assert.Single(item.Clips).Seconds);
            },
            item =>
            {
                Assert.Null(item.Answer);
                Assert.Equal("The server said no.", item.Error);
            });
    }

    [Fact]
    public void The_first_answer_of_a_request_stays()
    {
        using var folder = new TemporaryFolder();
        using var store = RunStore.Open(folder.Path);
        store.SaveItem(RunSamples.Request(), RunSamples.Item());
        store.SaveAnswer("k1", RunSamples.Answer("first"));
        store.SaveAnswer("k1", RunSamples.Answer("second"));
        Assert.Equal("first", store.FindAnswer("k1")!.Answer);
    }

    [Fact]
    public void A_run_is_readable_while_it_is_written()
    {
        using var folder = new TemporaryFolder();
        using var store = RunStore.Open(folder.Path);
        store.SaveSpec(RunSamples.Spec());
        using var run = RunFolder.Open(folder.Path);
        Assert.Empty(run.Items);
        store.SaveItem(RunSamples.Request(), RunSamples.Item());
        store.SaveAnswer("k1", RunSamples.Answer());
        Assert.Single(run.Items);
    }

    [Fact]
    public void What_is_no_run_folder_is_refused_in_one_sentence()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no run folder", Assert.Throws<RunException>(() => RunFolder.Open(folder.Combine("absent"))).Message, StringComparison.Ordinal);
        Assert.Contains("holds no run.db", Assert.Throws<RunException>(() => RunFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.Combine("run.db"), "this is not a database, but a text that is long enough to be looked at as one");
        Assert.Contains("not a run of Audire", Assert.Throws<RunException>(() => RunFolder.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("ABC")]
    [InlineData("")]
    public void A_clip_is_named_by_a_hash_and_nothing_else(string hash)
    {
        using var folder = new TemporaryFolder();
        using (var store = RunStore.Open(folder.Path)) store.SaveSpec(RunSamples.Spec());
        using var run = RunFolder.Open(folder.Path);
        Assert.Throws<RunException>(() => run.ClipPath(hash));
    }
}
