using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora;

/// <summary>All clips that are to be made, in order; the same clip asked for twice is one clip with two questions.</summary>
internal sealed class CorpusPlan
{
    private readonly Dictionary<string, ClipPlan> _byName = new(StringComparer.Ordinal);
    private readonly List<ClipPlan> _clips = [];

    /// <summary>The clips.</summary>
    public IReadOnlyList<ClipPlan> Clips => _clips;

    /// <summary>Asks something about a clip.</summary>
    /// <exception cref="InvalidOperationException">A part is of another split.</exception>
    public void Add(CorpusSplit split, IReadOnlyList<ClipPart> parts, Treatment treatment, Func<string, TaskExample> ask)
    {
        if (parts.FirstOrDefault(part => part.Recording.Split != split) is { } stray)
            throw new InvalidOperationException($"{stray.Recording.Key} is of the {stray.Recording.Split.Name()} split and was asked for in {split.Name()}.");
        var plan = new ClipPlan(split, parts, split == CorpusSplit.Train ? treatment : Treatment.None);
        if (_byName.TryAdd(plan.Name, plan)) _clips.Add(plan);
        else plan = _byName[plan.Name];
        var example = ask(plan.Name);
        if (plan.Examples.All(known => known.Task != example.Task)) plan.Examples.Add(example);
    }
}
