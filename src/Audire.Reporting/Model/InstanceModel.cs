using Audire.Evaluation.Runs;

namespace Audire.Reporting.Model;

/// <summary>One thing that was asked, with every system's answer to it.</summary>
/// <param name="Id">The id, unique in its scenario.</param>
/// <param name="Prompt">The text part of the request.</param>
/// <param name="Clips">What was heard, in order.</param>
/// <param name="References">Accepted answers.</param>
/// <param name="Groups">What it is sliced by.</param>
/// <param name="Answers">One a system, in the board's order.</param>
public sealed record InstanceModel(
    string Id, string Prompt, IReadOnlyList<ClipRecord> Clips, IReadOnlyList<string> References,
    IReadOnlyDictionary<string, string> Groups, IReadOnlyList<AnswerModel> Answers)
{
    /// <summary>The options of a closed question, in the order asked; empty where answers are free.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The anchor of its card.</summary>
    public string Anchor => "item-" + Links.Slug(Id);
}
