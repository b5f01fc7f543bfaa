using Audire.Reporting.Curves;
using Audire.Tests.Evaluation;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>Pages of curves.</summary>
public sealed class CurveReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_page_draws_lines_with_gaps_and_intervals_and_escapes_what_models_said()
    {
        var chart = new CurveChart("Errors", "scale", [new("wer", [new(0, 0.9, 0.8, 1), new(1, null), new(2, 0.5), new(4, 0.1)])]);
        var page = new CurvePage("A sweep", new Dictionary<string, string> { ["model"] = "tiny" }, [chart], [new("A story", "<script>alert(1)</script>")]);
        var html = await File.ReadAllTextAsync(await CurveReport.Build(page, _folder.Combine("out"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Contains("d=\"M0 10M50 50L100 90\"", html, StringComparison.Ordinal);
        Assert.Contains("0.9 [0.8, 1]", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.Contains("Content-Security-Policy", html, StringComparison.Ordinal);
        Assert.Equal(html, await File.ReadAllTextAsync(await CurveReport.Build(page, _folder.Combine("again"), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Long_curves_become_means_over_stretches()
    {
        var thin = CurveThinning.Thin([.. Enumerable.Range(0, 10_000).Select(x => new CurvePoint(x, x))], 100);
        Assert.Equal(100, thin.Count);
        Assert.Equal(49.5, thin[0].Y);
        Assert.Equal(3, CurveThinning.Thin([new(0, 1), new(1, 2), new(2, 3)], 100).Count);
    }
}
