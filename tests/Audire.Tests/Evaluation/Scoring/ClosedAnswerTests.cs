using Audire.Evaluation.Scoring;
using Xunit;

namespace Audire.Tests.Evaluation.Scoring;

public sealed class ClosedAnswerTests
{
    private static readonly string[] Animals = ["dog", "lion", "sea lion", "crying baby"];

    [Theory]
    [InlineData("dog", "dog")]
    [InlineData(" Dog.\n", "dog")]
    [InlineData("\"Sea lion\"", "sea lion")]
    [InlineData("It is a dog.", null)]
    [InlineData("dog, lion", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("...", null)]
    public void Strictly_only_the_name_counts(string? answer, string? option) => Assert.Equal(option, ClosedAnswer.Strict(answer, Animals));

    [Theory]
    [InlineData("It is a dog.", "dog")]
    [InlineData("A dog: a big dog!", "dog")]
    [InlineData("I hear a sea lion.", "sea lion")]
    [InlineData("A sea lion, not a lion", null)]
    [InlineData("a dog or a lion", null)]
    [InlineData("a hotdog", null)]
    [InlineData("no idea", null)]
    [InlineData("", null)]
    public void Leniently_the_one_name_that_is_mentioned_counts(string answer, string? option) => Assert.Equal(option, ClosedAnswer.Lenient(answer, Animals));

    [Fact]
    public void An_empty_transcript_is_all_errors_and_an_empty_reference_has_no_score()
    {
        var wer = Scores.ByName("wer");
        Assert.Equal(new InstanceScore(1, 2), wer.Score(new ScoredAnswer("", "", ["good morning"], [], Audire.Metrics.Normalization.TextNormalizers.WhisperEnglish)));
        Assert.Null(wer.Score(new ScoredAnswer("hello", "hello", ["[noise]"], [], Audire.Metrics.Normalization.TextNormalizers.WhisperEnglish)));
    }
}
