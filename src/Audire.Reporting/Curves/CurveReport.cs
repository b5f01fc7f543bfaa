namespace Audire.Reporting.Curves;

/// <summary>Writes a page of curves as a folder of static HTML that opens from the file system.</summary>
/// <remarks>The same page gives the same bytes. Stateless; safe to call from any thread.</remarks>
public static class CurveReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="page">What is shown.</param>
    /// <param name="outDirectory">Where it goes; a report that is there already is replaced whole, once the new one is complete.</param>
    /// <param name="cancellationToken">Stops before anything is in place.</param>
    /// <returns>The path of its <c>index.html</c>.</returns>
    /// <exception cref="IOException">The folder cannot be written, or holds something else than a report.</exception>
    public static async Task<string> Build(CurvePage page, string outDirectory, CancellationToken cancellationToken = default)
    {
        using var folder = new ReportFolder(outDirectory);
        foreach (var asset in Assets.Names) folder.Add($"assets/{asset}", Assets.Read(asset));
        await using var renderer = new PageRenderer();
        cancellationToken.ThrowIfCancellationRequested();
        folder.Add(Links.Index, await renderer.Curves(page));
        return folder.Complete();
    }
}
