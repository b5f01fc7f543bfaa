using Audire.Metrics.Randomness;

namespace Audire.Cli.Corpora;

/// <summary>Random choices that depend on what they are for and on nothing else: not on order, threads, platform or time.</summary>
internal static class Chance
{
    /// <summary>A source of choices for one purpose.</summary>
    public static PythonRandom Of(params ReadOnlySpan<string> purpose) => new(string.Join('\u001f', purpose));

    /// <summary>One item.</summary>
    public static T Pick<T>(this PythonRandom random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    /// <summary>All items in random order.</summary>
    public static T[] Shuffled<T>(this PythonRandom random, IEnumerable<T> items)
    {
        T[] all = [.. items];
        random.Shuffle<T>(all);
        return all;
    }
}
