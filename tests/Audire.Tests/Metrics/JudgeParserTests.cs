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
}
