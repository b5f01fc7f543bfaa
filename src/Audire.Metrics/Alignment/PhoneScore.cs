using Audire.Metrics.Normalization;

namespace Audire.Metrics.Alignment;

/// <summary>Phone error rate: edits per phone of the reference, where phones are what white space separates.</summary>
/// <remarks>
/// Case, punctuation and tags do not count; marks of silence (<c>sil</c>, <c>sp</c>, <c>spn</c>) are left out on both sides; stress digits
/// (<c>AH0</c>) do count, as they stand in the reference or do not. Both sides must use one phone set. Stateless; safe to call from any thread.
/// </remarks>
public static class PhoneScore
{
    private static readonly HashSet<string> Silences = new(StringComparer.Ordinal) { "sil", "sp", "spn" };

    /// <summary>Compares two phone strings. Sum the counts for a corpus rate.</summary>
    /// <param name="reference">The phones that were said.</param>
    /// <param name="hypothesis">Those that were recognised; null counts as none.</param>
    public static EditCounts Of(string reference, string? hypothesis) => EditAligner.Align(Phones(reference), Phones(hypothesis ?? "")).Counts;

    /// <summary>The phones of a string.</summary>
    public static IReadOnlyList<string> Phones(string text) =>
        [.. PythonText.Split(TextNormalizers.Salmonn.Normalize(text)).Where(phone => !Silences.Contains(phone))];
}
