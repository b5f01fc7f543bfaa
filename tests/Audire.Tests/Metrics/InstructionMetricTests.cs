using Audire.Metrics.Instructions;
using Xunit;

namespace Audire.Tests.Metrics;

/// <summary>The figures on instruction following, by values that were counted by hand and by what must always hold.</summary>
public sealed class InstructionMetricTests
{
    [Theory]
    [InlineData("The dog barks, the DOG runs!", "the|dog|barks|the|dog|runs")]
    [InlineData("<s> It's 3.5 km. </s>", "its|35|km")]
    [InlineData("狗在叫 loudly", "狗|在|叫|loudly")]
    [InlineData("いぬです", "い|ぬ|で|す")]
    [InlineData(" ?! ", "")]
    [InlineData(null, "")]
    public void Words_of_an_answer_are_told_apart(string? answer, string words) => Assert.Equal(words, string.Join('|', AnswerWords.Of(answer)));

    [Fact]
    public void Diversity_is_the_mean_number_of_different_words()
    {
        Assert.Equal(4, Diversity.UniqueWords("The dog barks, the DOG runs!"));
        var estimate = Diversity.Of(["a b c", "a a", null, "a b c d"]);
        Assert.Equal(2, estimate.Value);
        Assert.Equal(4, estimate.Count);
        // Counts 3, 1, 0, 4: their standard deviation is 1.825742, Student's quantile for 3 degrees of freedom 3.182446.
        Assert.Equal(2 - 2.905162, estimate.Low, 5);
        Assert.True(double.IsNaN(Diversity.Of([]).Value));
    }

    [Fact]
    public void A_story_has_fifty_words()
    {
        Assert.False(FollowingRate.IsStory(string.Join(' ', Enumerable.Repeat("word", 49))));
        Assert.True(FollowingRate.IsStory(string.Join(' ', Enumerable.Repeat("word", 50))));
        Assert.False(FollowingRate.IsStory(null));
        Assert.True(FollowingRate.IsStory("one two", words: 2));
    }

    [Theory]
    [InlineData("what is the capital of france today my friend please tell", "what is the capital of france today my friend please tell", false)]
    [InlineData("What is the capital of France today, my friend? Please", "what is the capital of france today my friend please tell", false)] // 1 of 11
    [InlineData("what is the capital of france today", "what is the capital of france today my friend please tell", true)] // 4 of 11
    [InlineData("Paris.", "what is the capital of france", true)]
    [InlineData("", "what is the capital of france", false)]
    [InlineData(null, "what is the capital of france", false)]
    [InlineData("Paris.", "<noise>", null)]
    public void An_answer_that_only_writes_the_question_down_does_not_follow(string? answer, string transcript, bool? follows) =>
        Assert.Equal(follows, FollowingRate.IsNoTranscript(answer, transcript));

    [Fact]
    public void The_following_rate_has_wilsons_interval()
    {
        var rate = FollowingRate.Of([true, true, true, false]);
        Assert.Equal((0.75, 4, "wilson"), (rate.Value, rate.Count, rate.Method));
    }

    [Theory]
    [InlineData("no, no, no", false)]
    [InlineData("no no no no", true)]
    [InlineData("we went on and on and on", false)]
    [InlineData("on and on and on and on and", true)]
    [InlineData("a b c a b c a b c a b", false)]
    [InlineData("x a b c a b c a b c a b c", true)]
    [InlineData("狗叫狗叫狗叫狗叫", true)]
    [InlineData("the dog and the cat and the cow and the pig", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_loop_is_a_run_that_stands_four_times_in_succession(string? answer, bool isLoop) => Assert.Equal(isLoop, RepeatRate.IsLoop(answer));

    [Fact]
    public void A_loop_is_found_wherever_it_stands_and_however_long_its_run_is()
    {
        for (int run = 1; run <= RepeatRate.LongestRun; run++)
        {
            var words = Enumerable.Range(0, run).Select(i => $"w{i}").ToArray();
            var looped = Enumerable.Repeat(words, RepeatRate.Copies).SelectMany(copy => copy).ToArray();
            Assert.True(RepeatRate.IsLoop(string.Join(' ', ["before", .. looped, "after"])));
            Assert.False(RepeatRate.IsLoop(string.Join(' ', looped[..^1])), $"run {run}");
        }

        Assert.Equal(0.5, RepeatRate.Of(["a a a a", "a b"]).Value);
    }

    [Theory]
    [InlineData("neural networks; speech recognition; noise", "Keywords: neural network, speech-recognition, and noise.", 3, 3)]
    [InlineData("neural networks; speech recognition; noise; x", "1. noise\n2. music\n3. speech", 1, 3)]
    [InlineData("neural networks; noise", "noise, noise, neural networks, more", 2, 2)]
    [InlineData("noise", "music, speech, sound, noise", 0, 1)]
    [InlineData("noise", null, 0, 1)]
    public void Of_the_first_three_keywords_the_right_ones_count(string expected, string? answer, int right, int possible) =>
        Assert.Equal((right, possible), KeywordAccuracy.Score(KeywordAccuracy.Split(expected), answer));

    [Fact]
    public void Without_expected_keywords_there_is_no_score() => Assert.Null(KeywordAccuracy.Score([" ", "?"], "noise"));
}
