using Audire.Metrics.Normalization;

namespace Audire.Metrics.Matching;

/// <summary>Letters of multiple-choice options, as HELM's joint adapter writes and reads them.</summary>
public static class ChoiceLetters
{
    /// <summary>The letter of an option: A for the first.</summary>
    /// <param name="index">0 to 25.</param>
    public static string Of(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, 25);
        return ((char)('A' + index)).ToString();
    }

    /// <summary>The option an answer names: exactly its letter, but for white space around it.</summary>
    /// <returns>The option; null where the answer is anything else (<c>a</c>, <c>A.</c>, <c>(A)</c>), which HELM scores 0.</returns>
    public static string? Map(string completion, IReadOnlyList<string> options)
    {
        string answer = PythonText.Strip(completion);
        return answer.Length == 1 && answer[0] - 'A' is >= 0 and var index && index < options.Count ? options[index] : null;
    }
}
