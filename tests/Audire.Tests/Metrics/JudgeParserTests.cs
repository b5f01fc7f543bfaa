using Audire.Metrics.Judging;
using Xunit;

namespace Audire.Tests.Metrics;

public class JudgeParserTests
{
    [Fact]
    public void Ratings_and_refusals_are_read_as_recorded()
    {
        using var fixture = MetricFixture.Open("judge_parsers.json");
        foreach (var c in fixture.Cases("rating")) fixture.Number(c, "score", JudgeParsers.Rating(c.Text("text")));
        foreach (var c in fixture.Cases("refusal")) fixture.Number(c, "score", JudgeParsers.Refusal(c.Text("text")));
        fixture.Verify();
    }

    [Theory]
    [InlineData("It says so. Final answer: yes", true)]
    [InlineData("FINAL ANSWER: **No.**", false)]
    [InlineData("Final answer: yes or no? Final answer: no, it is not.", false)]
    [InlineData("Final answer: maybe", null)]
    [InlineData("Final answer:", null)]
    [InlineData("yes", null)]
    public void The_last_final_answer_is_the_verdict(string text, bool? verdict) => Assert.Equal(verdict, JudgeParsers.YesNo(text));
}
