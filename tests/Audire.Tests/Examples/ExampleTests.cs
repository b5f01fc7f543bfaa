#pragma warning disable MEAI001 // ISpeechToTextClient is marked experimental by its package

using Audire.Evaluation.Clients;
using Audire.Examples;
using Audire.Models.Checkpoints;
using Audire.Tests.Cli;
using Audire.Tests.Models.Salmonn;
using Audire.Tests.Support;
using Xunit;

namespace Audire.Tests.Examples;

/// <summary>The examples of the guide compile, run, and do what they say, on the models and recordings in the box.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-examples-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Transcribe_writes_a_line_a_word()
    {
        using var output = new StringWriter();
        var transcription = Transcribe.Run(Shipped.Recogniser(), Shipped.Speech(), output);

        Assert.Contains("your country", transcription.Text, StringComparison.Ordinal);
        Assert.Equal(transcription.Segments.Sum(segment => segment.Words.Count), output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Speech_to_text_goes_through_the_interface()
    {
        using var client = SpeechToText.Open(Shipped.Recogniser());

        Assert.Contains("your country", await SpeechToText.RunAsync(client, Shipped.Speech(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_streams_the_answer()
    {
        using var output = new StringWriter();
        var answer = await Ask.RunAsync(Shipped.LanguageModel(), "What is the capital of France?", output, TestContext.Current.CancellationToken);

        Assert.Contains("Paris", answer, StringComparison.Ordinal);
        Assert.Equal(answer, output.ToString());
    }

    [Fact]
    public async Task Ask_about_clip_answers_through_a_cascade()
    {
        Assert.NotEmpty(await AskAboutClip.RunAsync(
            Shipped.Recogniser(), Shipped.LanguageModel(), Shipped.Speech(), "Repeat what is said.", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ask_what_is_heard_streams_the_answer_of_a_model_that_hears()
    {
        using var folder = TrainedFolder.Open();
        var (clip, question, answer) = folder.First;
        using var output = new StringWriter();
        await AskWhatIsHeard.RunAsync(folder.Path, clip, question, output);

        Assert.Equal(answer, output.ToString());
    }

    [Fact]
    public void Read_checkpoint_lists_every_tensor()
    {
        var path = Shipped.Recogniser();
        using var output = new StringWriter();

        var mean = ReadCheckpoint.Run(path, output);

        using var checkpoint = Checkpoint.Open(path);
        Assert.True(double.IsFinite(mean));
        Assert.Equal(checkpoint.Tensors.Count, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Audit_own_suite_makes_a_report_and_write_metric_scores_its_answers()
    {
        var suite = Path.Combine(Fixtures.RepositoryRoot(), "docs", "examples", "own-suite");
        var run = Path.Combine(_folder, "run");

        var outcome = await AuditOwnSuite.RunAsync(suite, new AnsweringClient((_, _) => "nobody remembered the key"), run, TestContext.Current.CancellationToken);

        Assert.True(outcome.Passed, string.Join('\n', outcome.Problems));
        Assert.True(File.Exists(Path.Combine(run, "report", "index.html")));
        var recall = WriteMetric.Run(run, "dictation")["my-system"];
        Assert.Equal(2, recall.Count);
        Assert.Equal(2 / 3.0, recall.Value, 12); // of nobody, remembered and hidden
    }
}
