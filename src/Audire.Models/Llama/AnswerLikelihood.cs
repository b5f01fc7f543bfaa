namespace Audire.Models.Llama;

/// <summary>How likely a model finds a given answer.</summary>
/// <param name="PerToken">Natural log-probability of each token of the answer, given the prompt and the tokens before it.</param>
/// <param name="IsGreedy">Whether each token of the answer is the most likely one at its place.</param>
public sealed record AnswerLikelihood(IReadOnlyList<double> PerToken, bool IsGreedy)
{
    /// <summary>Log-probability of the whole answer.</summary>
    public double Sum => PerToken.Sum();
}
