using Audire.Models.Whisper;
using Audire.Models.Whisper.Decoding;
using Audire.Models.Whisper.Transcribing;
using Xunit;

namespace Audire.Tests.Models.Whisper;

/// <summary>What stands before a window's text: earlier text, an initial prompt, and how much of both.</summary>
public sealed class PromptHistoryTests
{
    private static readonly WhisperConfig Config = RandomWhisper.Config with { TextPositions = 12 }; // five tokens of earlier text

    [Fact]
    public void Earlier_text_is_the_next_prompt()
    {
        var history = new PromptHistory([1, 2], new TranscribeOptions(), Config);
        Assert.Equal([1, 2], history.Previous);
        history.Add([3, 4], temperature: 0);
        Assert.Equal([1, 2, 3, 4], history.Previous);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0.6)]
    public void Text_that_is_not_to_be_trusted_is_forgotten(bool condition, double temperature)
    {
        var history = new PromptHistory([1, 2], new TranscribeOptions { ConditionOnPreviousText = condition }, Config);
        history.Add([3, 4], temperature);
        Assert.Empty(history.Previous);
    }

    [Fact]
    public void A_carried_prompt_stays_in_front_of_the_latest_text()
    {
        var history = new PromptHistory([1, 2], new TranscribeOptions { CarryInitialPrompt = true }, Config);
        history.Add([3, 4, 5, 6], temperature: 0);
        Assert.Equal([1, 2, 4, 5, 6], history.Previous);
        history.Add([7], temperature: 1);
        Assert.Equal([1, 2], history.Previous);
    }

    [Fact]
    public void Hours_of_text_do_not_pile_up()
    {
        var history = new PromptHistory([], new TranscribeOptions(), Config);
        for (var i = 0; i < 1000; i++) history.Add([i], temperature: 0);
        Assert.InRange(history.Previous.Count, 5, 10);
        Assert.Equal(999, history.Previous[^1]);
    }

    [Fact]
    public void A_prompt_keeps_the_last_of_the_earlier_text_and_knows_where_it_starts()
    {
        var vocabulary = WhisperVocabulary.Parse(null, RandomWhisper.Config, "random");
        var opening = vocabulary.Opening("en", WhisperTask.Transcribe, timestamps: false);
        Assert.Equal(0, WindowPrompt.Build(vocabulary, Config, [], opening).StartIndex);
        var prompt = WindowPrompt.Build(vocabulary, Config, [1, 2, 3, 4, 5, 6, 7], opening);
        Assert.Equal([vocabulary.StartOfPrevious, 3, 4, 5, 6, 7, .. opening], prompt.Tokens);
        Assert.Equal(vocabulary.StartOfTranscript, prompt.Tokens[prompt.StartIndex]);
    }
}
