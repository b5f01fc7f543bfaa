using Audire.Metrics.Statistics;

namespace Audire.Metrics.Instructions;

/// <summary>SALMONN's diversity of a story: how many different words it has (Tang et al. 2024, section 4.2: the mean number of unique words).</summary>
/// <remarks>All answers count, those that tell no story too: a model that answers with captions has a low mean. Stateless; safe to call from any thread.</remarks>
public static class Diversity
{
    /// <summary>Different words of an answer (see <see cref="AnswerWords"/>); 0 for null.</summary>
    public static int UniqueWords(string? answer) => AnswerWords.Of(answer).Distinct(StringComparer.Ordinal).Count();

    /// <summary>The mean number of different words an answer, with Student's t interval.</summary>
    /// <param name="answers">Independent answers; null where none was given.</param>
    /// <returns>NaN without answers; bounds are NaN below two.</returns>
    public static Estimate Of(IEnumerable<string?> answers) => MeanEstimate.Of([.. answers.Select(answer => (double)UniqueWords(answer))]);
}
