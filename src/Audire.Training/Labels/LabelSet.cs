namespace Audire.Training.Labels;

/// <summary>One way of naming clips: by sound class, by spoken language, by speaker's sex. A clip may have a label in any number of sets.</summary>
/// <param name="Name">Its name, as the manifest's tasks are named.</param>
/// <param name="Classes">Its labels, in order.</param>
public sealed record LabelSet(string Name, IReadOnlyList<string> Classes)
{
    /// <summary>The number of a label; null where the set has none of that name.</summary>
    public int? IndexOf(string label)
    {
        for (var i = 0; i < Classes.Count; i++)
            if (Classes[i] == label) return i;
        return null;
    }

    /// <summary>The sets that clips are labelled in, in the order of their names; sets of one class, which teach nothing, are left out.</summary>
    /// <param name="labels">Set and label, in any order.</param>
    public static IReadOnlyList<LabelSet> Of(IEnumerable<KeyValuePair<string, string>> labels) =>
    [
        .. labels.GroupBy(label => label.Key, label => label.Value, StringComparer.Ordinal)
            .Select(set => new LabelSet(set.Key, [.. set.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]))
            .Where(set => set.Classes.Count > 1).OrderBy(set => set.Name, StringComparer.Ordinal),
    ];
}
