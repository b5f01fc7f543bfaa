using Audire.Metrics.Alignment;
using Audire.Metrics.Normalization;
using Audire.Metrics.Statistics;

namespace Audire.Metrics.Instructions;

/// <summary>
/// Whether an answer does what was asked, whatever it says: by rule, where no judge is at hand. A model that was tuned on few tasks answers a
/// new instruction with a transcript or a caption; these rules tell that.
/// </summary>
/// <remarks>
/// The paper (Tang et al. 2024, section 4.2) names the rate and not the rules; these are the ones with which published figures of the released
/// model were reproduced. Stateless; safe to call from any thread.
/// </remarks>
public static class FollowingRate
{
    /// <summary>The fewest words that make a story.</summary>
    public const int StoryWords = 50;

    /// <summary>The word error rate against what was said, from which on an answer is no transcript.</summary>
    public const double LeastErrorRate = 0.3;

    /// <summary>Whether an answer is long enough to be a story.</summary>
    /// <param name="answer">The answer; null counts as nothing.</param>
    /// <param name="words">The fewest words. Default 50.</param>
    public static bool IsStory(string? answer, int words = StoryWords) => AnswerWords.Of(answer).Count >= words;

    /// <summary>Whether an answer is something else than a transcript of the speech: it is not empty and its word error rate is 0.3 or more.</summary>
    /// <param name="answer">The answer; null counts as nothing.</param>
    /// <param name="transcript">What is said in the recording.</param>
    /// <returns>Null where the transcript has no words, so that nothing can be told.</returns>
    public static bool? IsNoTranscript(string? answer, string transcript)
    {
        if (TranscriptScore.Of(transcript, answer, TextNormalizers.Salmonn).WordErrorRate is not { } rate) return null;
        // Silence has an error rate of 1 and follows no instruction.
        return rate >= LeastErrorRate && AnswerWords.Of(answer).Count > 0;
    }

    /// <summary>The share of answers that follow, with Wilson's interval.</summary>
    public static Estimate Of(IReadOnlyCollection<bool> followed) => Proportion.Of(followed.Count(does => does), followed.Count);
}
