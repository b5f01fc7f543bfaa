using Audire.Audio;
using Audire.Evaluation.Runs;
using Audire.Reporting.Model;
using Audire.Reporting.Pictures;

namespace Audire.Reporting;

/// <summary>
/// Builds the report of a run: one folder of static HTML with the clips in it, which opens from the file system, can be zipped
/// and sent, and needs neither network nor server.
/// </summary>
/// <remarks>The same run gives the same bytes. Stateless; safe to call from any thread.</remarks>
public static class ReportBuilder
{
    /// <summary>Builds a report.</summary>
    /// <param name="runDirectory">The run folder.</param>
    /// <param name="outDirectory">Where the report goes; a report that is there already is replaced whole, once the new one is complete.</param>
    /// <param name="cancellationToken">Stops between clips and between pages and leaves nothing behind.</param>
    /// <returns>The path of its <c>index.html</c>.</returns>
    /// <exception cref="RunException">The run folder cannot be read or has not been scored.</exception>
    /// <exception cref="IOException">The folder cannot be written, or holds something else than a report.</exception>
    public static async Task<string> Build(string runDirectory, string outDirectory, CancellationToken cancellationToken = default)
    {
        using var run = RunFolder.Open(runDirectory);
        if (run.Stats is not { } stats)
            throw new RunException($"The run in {runDirectory} has not been scored yet: resume it to the end, then build the report.");
        var items = run.Items.ToArray();

        using var folder = new ReportFolder(outDirectory);
        var clips = new Dictionary<string, ClipPicture>(StringComparer.Ordinal);
        foreach (var clip in items.SelectMany(item => item.Clips).DistinctBy(clip => clip.Hash))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (AddClip(folder, clip.Hash, run.ClipPath(clip.Hash), cancellationToken) is { } picture) clips[clip.Hash] = picture;
        }

        await ReportPages.AddTo(folder, ReportModelFactory.Create(run.Spec, stats, items, clips), cancellationToken);
        return folder.Complete();
    }

    /// <summary>Draws a clip into a folder and puts its sound beside it.</summary>
    /// <returns>What pages need to know of it; null where the run's copy is missing or damaged: the report is built all the same and says so.</returns>
    internal static ClipPicture? AddClip(ReportFolder folder, string hash, string path, CancellationToken cancellationToken)
    {
        PaintedClip painted;
        try
        {
            painted = ClipPainter.Paint(AudioFile.Load(path, cancellationToken));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or AudioFormatException)
        {
            return null;
        }

        folder.AddCopy(Links.Sound(hash), path);
        folder.Add(Links.Waveform(hash), painted.WaveformSvg);
        if (painted.SpectrogramPng is { } png) folder.Add(Links.Spectrogram(hash), png);
        return painted.Picture;
    }
}
