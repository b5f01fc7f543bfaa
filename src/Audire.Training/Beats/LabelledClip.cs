using Audire.Training.Data;

namespace Audire.Training.Beats;

/// <summary>A clip of the training data.</summary>
/// <param name="Path">The sound file.</param>
/// <param name="Seconds">Its length, for grouping clips of like length; 0 where unknown.</param>
/// <param name="Labels">Its label in each set it has one in; empty is well for pretraining.</param>
/// <param name="Hash">The identity of its sound; blank for the name of its file.</param>
public sealed record LabelledClip(string Path, double Seconds, IReadOnlyDictionary<string, string> Labels, string Hash = "")
{
    /// <summary>
    /// The clips of a manifest's lines: lines about one sound are one clip, whose label in the set named as a line's task is the line's label. Lines whose
    /// sound is put together of several files take no part.
    /// </summary>
    /// <param name="items">Lines whose sound was heard.</param>
    /// <param name="sets">Tasks whose labels count; null for all.</param>
    public static IReadOnlyList<LabelledClip> Of(IEnumerable<SurveyedItem> items, IReadOnlyCollection<string>? sets = null)
    {
        var clips = new List<LabelledClip>();
        foreach (var sound in items.Where(item => item.Item.Then.Count == 0).GroupBy(item => item.Hash, StringComparer.Ordinal))
        {
            var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var (item, _, _) in sound)
                if (item.Label.Length > 0 && (sets is null || sets.Contains(item.Task))) labels.TryAdd(item.Task, item.Label);
            var first = sound.First();
            clips.Add(new LabelledClip(first.Item.Path, first.Seconds, labels, first.Hash));
        }
        return clips;
    }
}
