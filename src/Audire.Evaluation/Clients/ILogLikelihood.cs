using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>
/// Scores given answers instead of writing one. A client that can do so returns it from
/// <see cref="IChatClient.GetService(Type, object?)"/>; multiple choice then compares options by what the model finds likely.
/// </summary>
public interface ILogLikelihood
{
    /// <summary>The natural logarithm of the probability of each continuation after the messages.</summary>
    /// <param name="messages">The conversation so far, sound included.</param>
    /// <param name="continuations">Texts that could follow.</param>
    /// <param name="cancellationToken">Stops between continuations.</param>
    /// <returns>One value a continuation: the sum over its tokens, and their number.</returns>
    Task<IReadOnlyList<ContinuationScore>> ScoreAsync(
        IReadOnlyList<ChatMessage> messages, IReadOnlyList<string> continuations, CancellationToken cancellationToken = default);
}

/// <summary>How likely a continuation is.</summary>
/// <param name="LogProbability">Natural logarithm of its probability, 0 or less.</param>
/// <param name="Tokens">Its length in tokens, for normalising.</param>
public readonly record struct ContinuationScore(double LogProbability, int Tokens);
