using Audire.Reporting.Model;

namespace Audire.Reporting;

/// <summary>Writes everything of a report but the clips.</summary>
internal static class ReportPages
{
    /// <summary>Renders a model's pages into a folder, with style and scripts.</summary>
    public static async Task AddTo(ReportFolder folder, ReportModel model, CancellationToken cancellationToken)
    {
        foreach (var asset in Assets.Names) folder.Add($"assets/{asset}", Assets.Read(asset));
        folder.Add(Links.ItemIndex, ItemIndex.Script(model));
        await using var renderer = new PageRenderer();
        foreach (var page in renderer.Pages(model))
        {
            cancellationToken.ThrowIfCancellationRequested();
            folder.Add(page.Name, await page.Render());
        }
    }
}
