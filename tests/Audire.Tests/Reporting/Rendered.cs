using Audire.Reporting;
using Audire.Reporting.Model;

namespace Audire.Tests.Reporting;

/// <summary>A report rendered in memory.</summary>
internal static class Rendered
{
    /// <summary>File name to text of every page.</summary>
    public static async Task<Dictionary<string, string>> Pages(ReportModel model)
    {
        var pages = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var renderer = new PageRenderer();
        foreach (var page in renderer.Pages(model)) pages.Add(page.Name, await page.Render());
        return pages;
    }
}
