using Audire.Metrics.Statistics;

namespace Audire.Metrics.Instructions;

/// <summary>How many answers run in circles: a run of words that stands several times directly after itself.</summary>
/// <remarks>
/// Tang et al. 2024 (section 5.3) give a repeat rate without its rule; this one is ours, so compare it only with itself. Stateless; safe to call
/// from any thread.
/// </remarks>
public static class RepeatRate
{
    /// <summary>How often a run must stand in succession. "No, no, no" is speech; a fourth time is a loop.</summary>
    public const int Copies = 4;

    /// <summary>The longest run that is looked for, in words.</summary>
    public const int LongestRun = 32;

    /// <summary>Whether an answer holds a run of 1 to <see cref="LongestRun"/> words that stands <paramref name="copies"/> times in succession.</summary>
    /// <param name="answer">The answer; null counts as nothing.</param>
    /// <param name="copies">At least 2. Default 4.</param>
    public static bool IsLoop(string? answer, int copies = Copies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 2);
        var words = AnswerWords.Of(answer);
        for (int run = 1; run <= LongestRun && run * copies <= words.Count; run++)
        {
            // A run of words repeats where each word equals the one a run before it, for all copies but the first.
            int same = 0;
            for (int i = run; i < words.Count; i++)
            {
                same = words[i] == words[i - run] ? same + 1 : 0;
                if (same == run * (copies - 1)) return true;
            }
        }

        return false;
    }

    /// <summary>The share of answers that hold a loop, with Wilson's interval.</summary>
    public static Estimate Of(IReadOnlyCollection<string?> answers) => Proportion.Of(answers.Count(answer => IsLoop(answer)), answers.Count);
}
