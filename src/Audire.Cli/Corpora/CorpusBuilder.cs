using System.Collections.Concurrent;
using Audire.Audio;
using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;
using Audire.Cli.Corpora.Tasks;

namespace Audire.Cli.Corpora;

/// <summary>Builds a corpus: plans every clip, makes those that are not there yet, writes the lists.</summary>
/// <remarks>
/// Everything follows from the sources' files and the code. A clip's name is a hash of what makes it, and it appears under its name only when it is
/// whole: what a stopped run has made, the next one keeps.
/// </remarks>
internal static class CorpusBuilder
{
    /// <summary>Builds.</summary>
    /// <param name="from">What the user brought.</param>
    /// <param name="target">The corpus's folder.</param>
    /// <param name="threads">Clips made at a time.</param>
    /// <param name="progress">Called with clips done and clips in all; may be called by several threads.</param>
    /// <param name="cancellationToken">Stops between clips.</param>
    /// <param name="sources">The sources; null for all.</param>
    /// <param name="tasks">The tasks; null for all.</param>
    public static CorpusBuilt Build(
        CorpusFolder from, string target, int threads, Action<int, int> progress, CancellationToken cancellationToken, IEnumerable<ICorpusSource>? sources = null, IEnumerable<ICorpusTask>? tasks = null)
    {
        var library = RecordingLibrary.Read(from, sources);
        var plan = new CorpusPlan();
        foreach (var task in tasks ?? CorpusTasks.All) task.Plan(library, plan);
        Directory.CreateDirectory(target);
        var work = Path.Combine(target, "work");
        var renderer = new ClipRenderer(new SoundLoader(work));
        var seconds = new double[plan.Clips.Count];
        var left = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var done = 0;
        Parallel.For(0, plan.Clips.Count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken }, i =>
        {
            var clip = plan.Clips[i];
            seconds[i] = Make(clip, renderer, Path.Combine(target, clip.Path), left, cancellationToken);
            progress(Interlocked.Increment(ref done), plan.Clips.Count);
        });
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);

        var made = plan.Clips.Zip(seconds, (clip, length) => new MadeClip(clip, length)).Where(clip => clip.Seconds > 0).ToList();
        CorpusFiles.Write(target, made);
        return CorpusBuilt.Of(target, made, left, from.Absent);
    }

    // A WAV file of one channel and 16 bits: its length tells its samples.
    private const int HeaderBytes = 44, BytesASample = 2;

    private static double Make(ClipPlan plan, ClipRenderer renderer, string path, ConcurrentDictionary<string, string> left, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            try
            {
                var (clip, reason) = renderer.Render(plan, cancellationToken);
                if (clip is null)
                {
                    left[plan.Name] = $"{plan.Parts[0].Recording.Origin.Source}: {reason}";
                    return 0;
                }
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                WavWriter.Write(path, clip);
            }
            catch (Exception error) when (error is AudioFormatException or Hosting.CommandException)
            {
                left[plan.Name] = $"{plan.Parts[0].Recording.Origin.Source}: {error.Message}";
                return 0;
            }
        }
        return (double)(new FileInfo(path).Length - HeaderBytes) / BytesASample / AudioClip.SpeechRate;
    }
}

/// <summary>A clip that exists.</summary>
internal sealed record MadeClip(ClipPlan Plan, double Seconds);

/// <summary>What a build made; the document of <c>--json</c>.</summary>
/// <param name="Folder">The corpus.</param>
/// <param name="Clips">Clips.</param>
/// <param name="Hours">Their length.</param>
/// <param name="Tasks">Examples a task.</param>
/// <param name="Licences">Clips a licence.</param>
/// <param name="Absent">Sources that were not there.</param>
/// <param name="LeftOut">Clips that could not be made, and why.</param>
internal sealed record CorpusBuilt(
    string Folder, int Clips, double Hours, IReadOnlyList<CorpusTaskCount> Tasks, IReadOnlyDictionary<string, int> Licences, IReadOnlyList<string> Absent, IReadOnlyList<string> LeftOut)
{
    public static CorpusBuilt Of(string folder, IReadOnlyList<MadeClip> made, IReadOnlyDictionary<string, string> left, IReadOnlyList<string> absent)
    {
        var examples = made.SelectMany(clip => clip.Plan.Examples.Select(example => (example.Task, clip.Plan.Split))).ToList();
        return new CorpusBuilt(
            folder, made.Count, Math.Round(made.Sum(clip => clip.Seconds) / 3600, 2),
            [.. examples.GroupBy(example => example.Task, StringComparer.Ordinal).Select(task => new CorpusTaskCount(task.Key, Count(task, CorpusSplit.Train), Count(task, CorpusSplit.Valid), Count(task, CorpusSplit.Test)))],
            new SortedDictionary<string, int>(made.SelectMany(clip => clip.Plan.Recordings.Select(recording => recording.Terms.Licence).Distinct()).GroupBy(licence => licence, StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal), StringComparer.Ordinal),
            [.. absent.Distinct(StringComparer.Ordinal)], [.. left.Values.Order(StringComparer.Ordinal)]);

        static int Count(IEnumerable<(string Task, CorpusSplit Split)> task, CorpusSplit split) => task.Count(example => example.Split == split);
    }
}

/// <summary>Examples of a task in each split.</summary>
internal sealed record CorpusTaskCount(string Task, int Train, int Valid, int Test);
