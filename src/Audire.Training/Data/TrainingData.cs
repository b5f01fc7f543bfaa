using System.Security.Cryptography;
using System.Text;

namespace Audire.Training.Data;

/// <summary>The examples of a run, by split, and what was left out.</summary>
public sealed class TrainingData
{
    private readonly IReadOnlyList<SurveyedItem> _all;

    private TrainingData(IReadOnlyList<SurveyedItem> all, IReadOnlyList<SkippedItem> skipped, TaskBook tasks) =>
        (_all, Skipped, Tasks) = (all, skipped, tasks);

    /// <summary>How tasks are asked and measured.</summary>
    public TaskBook Tasks { get; }

    /// <summary>What takes no part, with the reason.</summary>
    public IReadOnlyList<SkippedItem> Skipped { get; }

    /// <summary>What takes no part, counted by reason.</summary>
    public IReadOnlyDictionary<string, int> SkippedByReason =>
        new SortedDictionary<string, int>(Skipped.GroupBy(item => item.Reason, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count()), StringComparer.Ordinal);

    /// <summary>The examples of a split, in the manifest's order.</summary>
    public IReadOnlyList<SurveyedItem> Split(string name) => [.. _all.Where(item => item.Item.Split == name)];

    /// <summary>Reads manifests, looks for faults, and hears every clip once.</summary>
    /// <param name="manifests">One or more manifests; splits are those of their lines.</param>
    /// <param name="tasks">Task definitions.</param>
    /// <param name="survey">Hears clips.</param>
    /// <param name="only">Tasks that take part; null for all.</param>
    /// <param name="mostSeconds">Longer clips take no part.</param>
    /// <param name="progress">Told how many clips are heard, of how many.</param>
    /// <param name="cancellationToken">Stops between clips.</param>
    public static TrainingData Load(
        IReadOnlyList<TrainingManifest> manifests, TaskBook tasks, ClipSurvey survey, IReadOnlyCollection<string>? only = null, double mostSeconds = 30,
        Action<int, int>? progress = null, CancellationToken cancellationToken = default)
    {
        var skipped = manifests.SelectMany(manifest => manifest.Skipped).ToList();
        var usable = new List<TrainingItem>();
        foreach (var item in manifests.SelectMany(manifest => manifest.Items).Where(item => only is null || only.Contains(item.Task)))
        {
            if (tasks.Fault(item) is { } fault) skipped.Add(fault);
            else usable.Add(item);
        }
        var (heard, unheard) = survey.Survey(usable, mostSeconds, progress, cancellationToken);
        return new TrainingData(heard, [.. skipped, .. unheard], tasks);
    }

    /// <summary>A hash over a split: sounds, questions and answers in order, not the names of files.</summary>
    public static string Identity(IReadOnlyList<SurveyedItem> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (item, sound, _) in items)
            hash.AppendData(Encoding.UTF8.GetBytes(string.Join('\u001F', sound, item.Task, item.Question, item.Text, item.Label) + '\u001E'));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
