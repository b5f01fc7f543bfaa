using Audire.Cli.Hosting;
using Audire.Tests.Models.Salmonn;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire ask</c> with real weights.</summary>
public sealed class AskTests
{
    [Fact]
    public async Task A_question_of_words_alone_is_answered_with_the_promised_fields()
    {
        var run = await CommandRun.InProcessAsync("ask", "What is the capital of France?", "--model", Model(), "--max-tokens", "12", "--json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var answer = run.Document();
        Assert.Contains("Paris", answer.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.InRange(answer.GetProperty("tokens").GetInt32(), 1, 12);
        Assert.Equal(0, answer.GetProperty("audioTokens").GetInt32());
        Assert.InRange(answer.GetProperty("firstTokenSeconds").GetDouble(), 0, answer.GetProperty("seconds").GetDouble());
        Assert.Equal(Model(), answer.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_clip_is_heard_through_the_cascade_and_the_answer_streamed_as_text()
    {
        var cascade = $"cascade:{Shipped.Recogniser()}+{Model()}";

        var run = await CommandRun.InProcessAsync("ask", Shipped.Speech(), "Repeat what is said.", "--model", cascade, "--max-tokens", "16");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.NotEmpty(run.Output.Trim());
        Assert.EndsWith("\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_model_says_that_it_hears_nothing()
    {
        var run = await CommandRun.InProcessAsync("ask", Shipped.Speech(), "What is said?", "--model", Model());

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("cascade", run.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_hears_answers_about_a_clip_and_its_lora_can_be_turned_down()
    {
        using var folder = TrainedFolder.Open();
        var (clip, question, answer) = folder.First;

        var run = await CommandRun.InProcessAsync("ask", clip, question, "--model", folder.Path, "--dtype", "f32", "--json");
        var scaled = await CommandRun.InProcessAsync("ask", clip, question, "--model", folder.Path, "--scale", "0", "--max-tokens", "20");
        var deaf = await CommandRun.InProcessAsync("ask", "Hello", "--model", Model(), "--scale", "2");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal(answer, run.Document().GetProperty("answer").GetString());
        Assert.InRange(run.Document().GetProperty("audioTokens").GetInt32(), 1, 1000);
        Assert.True(scaled.ExitCode == ExitCode.Done, scaled.Error);
        Assert.NotEqual(answer, scaled.Output.Trim());
        Assert.Equal(ExitCode.WrongUsage, deaf.ExitCode);
    }

    [Fact]
    public async Task A_clip_that_is_not_there_fails_before_any_model_is_loaded()
    {
        var run = await CommandRun.InProcessAsync("ask", "absent.wav", "What is said?");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("absent.wav", run.LastErrorLine, StringComparison.Ordinal);
    }

    private static string Model() => Shipped.LanguageModel();
}
