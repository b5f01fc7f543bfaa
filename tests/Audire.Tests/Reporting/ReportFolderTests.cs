using Audire.Reporting;
using Audire.Tests.Evaluation;
using Xunit;

namespace Audire.Tests.Reporting;

/// <summary>A report appears whole or not at all.</summary>
public sealed class ReportFolderTests
{
    [Fact]
    public async Task A_new_report_replaces_an_older_one_whole()
    {
        using var place = new TemporaryFolder();
        var target = place.Combine("report");
        await Write(target);
        File.WriteAllText(Path.Combine(target, "items-gone.html"), "of an older run");

        var index = await Write(target);

        Assert.True(File.Exists(index));
        Assert.False(File.Exists(Path.Combine(target, "items-gone.html")));
        Assert.Equal([target], Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public async Task A_report_that_is_given_up_leaves_the_older_one_and_no_trace()
    {
        using var place = new TemporaryFolder();
        var target = place.Combine("report");
        await Write(target);
        using (var folder = new ReportFolder(target)) folder.Add("index.html", "half");

        Assert.NotEqual("half", await File.ReadAllTextAsync(Path.Combine(target, "index.html"), TestContext.Current.CancellationToken));
        Assert.Equal([target], Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public void A_folder_with_other_things_in_it_is_refused()
    {
        using var place = new TemporaryFolder();
        File.WriteAllText(place.Combine("thesis.txt"), "precious");
        Assert.Contains("other files than a report", Assert.Throws<IOException>(() => new ReportFolder(place.Path)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(place.Combine("thesis.txt")));
    }

    [Fact]
    public async Task Licences_travel_with_the_script_of_others()
    {
        using var place = new TemporaryFolder();
        await Write(place.Combine("report"));
        Assert.Contains("BSD 3-Clause", await File.ReadAllTextAsync(place.Combine("report", "assets", "vendor", "wavesurfer.LICENSE.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<string> Write(string target)
    {
        using var folder = new ReportFolder(target);
        await ReportPages.AddTo(folder, ReportSamples.Model(1), TestContext.Current.CancellationToken);
        return folder.Complete();
    }
}
