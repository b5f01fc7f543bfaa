using System.Text.Encodings.Web;
using System.Text.Unicode;
using Audire.Reporting.Curves;
using Audire.Reporting.Model;
using Audire.Reporting.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Audire.Reporting;

/// <summary>Renders the pages of a report to text. A server may use the same components directly. Not for concurrent use.</summary>
public sealed class PageRenderer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly HtmlRenderer _renderer;

    /// <summary>Sets the renderer up.</summary>
    public PageRenderer()
    {
        // Letters of all scripts stay themselves; what HTML gives a meaning is escaped all the same.
        _services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        _renderer = new(_services, NullLoggerFactory.Instance);
    }

    /// <summary>The pages of a report: file name and how to render it, the index first.</summary>
    public IEnumerable<ReportPage> Pages(ReportModel report)
    {
        yield return new(Links.Index, () => Render<IndexPage>(new() { ["Report"] = report }));
        yield return new(Links.AllItems, () => Render<AllItemsPage>(new() { ["Report"] = report }));
        yield return new(Links.Systems, () => Render<SystemsPage>(new() { ["Report"] = report }));
        yield return new(Links.Glossary, () => Render<GlossaryPage>(new() { ["Report"] = report }));
        foreach (var scenario in report.Scenarios)
        {
            yield return new(Links.Scenario(scenario), () => Render<ScenarioPage>(new() { ["Report"] = report, ["Scenario"] = scenario }));
            for (var number = 1; number <= ItemsPage.Count(report, scenario); number++)
            {
                var page = number;
                yield return new(Links.Items(scenario, page), () => Render<ItemsPage>(new() { ["Report"] = report, ["Scenario"] = scenario, ["Page"] = page }));
            }
        }
    }

    /// <summary>A page of curves as text.</summary>
    public Task<string> Curves(CurvePage page) => Render<CurveDocument>(new() { ["Page"] = page });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _renderer.DisposeAsync();
        await _services.DisposeAsync();
    }

    private Task<string> Render<TPage>(Dictionary<string, object?> parameters)
        where TPage : IComponent => _renderer.Dispatcher.InvokeAsync(async () =>
    {
        var output = await _renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters));
        return output.ToHtmlString();
    });
}

/// <summary>A page of a report.</summary>
/// <param name="Name">Its file name.</param>
/// <param name="Render">Renders it.</param>
public sealed record ReportPage(string Name, Func<Task<string>> Render);
