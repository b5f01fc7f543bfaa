using Audire.Metrics.Normalization;

namespace Audire.Evaluation.Scoring;

/// <summary>Reads which option of a closed set an answer names.</summary>
public static class ClosedAnswer
{
    /// <summary>
    /// The strict reading: the answer is the option and nothing else, apart from case, ASCII punctuation and white space
    /// (<c>"Dog."</c> is <c>dog</c>; <c>"It is a dog"</c> is nothing).
    /// </summary>
    /// <param name="answer">What was said.</param>
    /// <param name="choices">The options.</param>
    /// <param name="aliases">Other names of options; null for none.</param>
    public static string? Strict(string? answer, IReadOnlyList<string> choices, IReadOnlyDictionary<string, string>? aliases = null)
    {
        if (string.IsNullOrEmpty(answer)) return null;
        var said = Plain(answer);
        return Names(choices, aliases).FirstOrDefault(name => Plain(name.Text) == said).Choice;
    }

    /// <summary>
    /// The lenient reading: the answer mentions exactly one option as whole words. A mention inside a longer option's mention does not
    /// count (<c>sea lion</c> is not a <c>lion</c>), and several mentions of one option count as one.
    /// </summary>
    /// <inheritdoc cref="Strict"/>
    public static string? Lenient(string? answer, IReadOnlyList<string> choices, IReadOnlyDictionary<string, string>? aliases = null)
    {
        if (string.IsNullOrEmpty(answer)) return null;
        var rest = Padded(answer);
        string? found = null;
        foreach (var (text, choice) in Names(choices, aliases).OrderByDescending(name => name.Text.Length).ThenBy(name => name.Text, StringComparer.Ordinal))
        {
            var mention = Padded(text);
            if (mention.Length <= 2 || !rest.Contains(mention, StringComparison.Ordinal)) continue;
            if (found is not null && found != choice) return null;
            found = choice;
            // A bar stands for what was read, so that words on its two sides do not become neighbours.
            rest = rest.Replace(mention, " | ", StringComparison.Ordinal);
        }

        return found;
    }

    private static IEnumerable<(string Text, string Choice)> Names(IReadOnlyList<string> choices, IReadOnlyDictionary<string, string>? aliases) =>
        choices.Select(choice => (choice, choice)).Concat((aliases ?? new Dictionary<string, string>()).Select(alias => (alias.Key, alias.Value)));

    private static string Padded(string text) => $" {Plain(text)} ";

    private static string Plain(string text) => TextNormalizers.HelmWithArticles.Normalize(text);
}
