namespace Audire.Evaluation.Scenarios;

/// <summary>An instance as it is put to a system.</summary>
/// <param name="Parts">The one user message, in order.</param>
/// <param name="Letters">For multiple choice: the option each letter stands for; else empty.</param>
/// <param name="MaxTokens">Most tokens of the answer.</param>
public sealed record AdaptedRequest(IReadOnlyList<Part> Parts, IReadOnlyDictionary<string, string> Letters, int MaxTokens)
{
    /// <summary>The answers that score, in the form a system is to give them: letters for multiple choice, else the closed set.</summary>
    public required IReadOnlyList<string> Answers { get; init; }

    /// <summary>All text of the request, for people.</summary>
    public string Prompt => string.Join('\n', Parts.OfType<TextPart>().Select(part => part.Text)).Trim();
}
