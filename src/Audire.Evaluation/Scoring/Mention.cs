using Audire.Metrics.Instructions;

namespace Audire.Evaluation.Scoring;

/// <summary>Whether a free answer mentions an expected one: its words, whole and in a row. The rule where no judge is at hand.</summary>
/// <remarks>It is no judge: "not Paris" mentions Paris, and a right answer in other words is missed.</remarks>
internal static class Mention
{
    /// <summary>Null where no reference has a word.</summary>
    public static bool? Holds(ScoredAnswer answer)
    {
        string[] references = [.. answer.References.Select(Padded).Where(reference => reference.Length > 2)];
        if (references.Length == 0) return null;
        var said = Padded(answer.Answer);
        return references.Any(reference => said.Contains(reference, StringComparison.Ordinal));
    }

    private static string Padded(string? text) => $" {string.Join(' ', AnswerWords.Of(text))} ";
}
