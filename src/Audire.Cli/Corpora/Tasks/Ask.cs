using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Makes questions.</summary>
internal static class Ask
{
    /// <summary>A question with an answer out of a closed set.</summary>
    public static Func<string, TaskExample> Closed(ICorpusTask task, string label) => Closed(task.Name, task.Labels, label);

    /// <inheritdoc cref="Closed(ICorpusTask, string)"/>
    public static Func<string, TaskExample> Closed(string task, IReadOnlyList<string> labels, string label) =>
        clip => new TaskExample(task, Wordings.Draw(task, labels, clip), label, label);

    /// <summary>A question with a free answer.</summary>
    public static Func<string, TaskExample> Free(ICorpusTask task, string answer) => clip => new TaskExample(task.Name, Wordings.Draw(task.Name, [], clip), answer, "");
}
