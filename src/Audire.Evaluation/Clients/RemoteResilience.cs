using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Audire.Evaluation.Clients;

/// <summary>How requests to a remote system wait and try again.</summary>
/// <param name="Timeout">How long one attempt may take. Default ten minutes: long answers over slow servers are no fault.</param>
/// <param name="Retries">Most attempts after the first. Default 5.</param>
/// <param name="FirstDelay">The wait before the first retry, doubled each time, unless the server says how long. Default 2 s.</param>
public sealed record RemotePatience(TimeSpan Timeout, int Retries, TimeSpan FirstDelay)
{
    /// <summary>Ten minutes, five retries, two seconds.</summary>
    public static RemotePatience Default { get; } = new(TimeSpan.FromMinutes(10), 5, TimeSpan.FromSeconds(2));
}

/// <summary>Builds the handler that retries: what the server refused (429, 5xx) as often as allowed, what broke on the way once.</summary>
internal static class RemoteResilience
{
    // A server that asks for more than this is better asked on another day: the item fails, and a resumed run tries again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>The handler, over <paramref name="inner"/>.</summary>
    public static HttpMessageHandler Handler(RemotePatience patience, HttpMessageHandler inner, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (patience.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = patience.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = patience.FirstDelay,
                MaxDelay = LongestWait,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments)),
                DelayGenerator = arguments => ValueTask.FromResult(RetryAfter(arguments.Outcome.Result, time)),
            });
        }

        var pipeline = builder.AddTimeout(patience.Timeout).Build();
        return new ResilienceHandler(pipeline) { InnerHandler = inner };
    }

    private static bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments) => arguments.Outcome switch
    {
        // The server says that it did nothing.
        { Result.StatusCode: HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError } => RetryAfter(arguments.Outcome.Result, TimeProvider.System) is not { } wait || wait <= LongestWait,
        // A broken connection may hide an answer that was computed and will be paid for: once more, and no oftener.
        { Exception: HttpRequestException or TimeoutRejectedException } => arguments.AttemptNumber == 0,
        _ => false,
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage? response, TimeProvider time) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - time.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
        _ => null,
    };
}
