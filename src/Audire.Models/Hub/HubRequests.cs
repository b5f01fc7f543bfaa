using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Audire.Models.Hub;

/// <summary>Sends requests to a hub: follows redirects itself, so that the token never reaches another host, and repeats what is worth repeating.</summary>
internal sealed class HubRequests(HubOptions options) : IDisposable
{
    private const int MostRedirects = 10;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.IdleLimit })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each wait has its own limit
    };

    /// <summary>The answer's headers, read within the idle limit. Any status; redirects are followed.</summary>
    /// <exception cref="HttpRequestException">The connection failed.</exception>
    /// <exception cref="TimeoutException">The host was silent for too long.</exception>
    public async Task<HttpResponseMessage> SendAsync(Uri address, RangeHeaderValue? range, RangeConditionHeaderValue? ifRange, CancellationToken cancellation)
    {
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.ParseAdd("audire");
            request.Headers.Range = range;
            request.Headers.IfRange = ifRange;
            if (options.Token is { } token && MayHaveToken(address)) request.Headers.Authorization = new("Bearer", token);
            var response = await WithinAsync(limited => _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited), cancellation);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
                || response.Headers.Location is not { } location)
                return response;
            response.Dispose();
            var next = new Uri(address, location);
            if (next.Scheme is not ("http" or "https") || (address.Scheme == "https" && next.Scheme == "http"))
                throw new HubException($"{address} redirects to {next.GetLeftPart(UriPartial.Authority)} without encryption, which is refused");
            address = next;
        }
        throw new HubException($"{options.Address} redirects in circles");
    }

    /// <summary>Runs an attempt until it succeeds, fails for good, or has failed too often in a row without progress.</summary>
    /// <param name="attempt">One attempt: true when done, false when it got further but not to the end.</param>
    /// <param name="what">What is asked for, for the message.</param>
    /// <param name="cancellation">Stops waits and attempts.</param>
    public async Task RepeatAsync(Func<Task<bool>> attempt, string what, CancellationToken cancellation)
    {
        for (var failures = 0; ;)
        {
            Exception cause;
            TimeSpan? asked = null;
            try
            {
                if (await attempt()) return;
                failures = 0;
                continue;
            }
            catch (TransientHubException e)
            {
                (cause, asked) = (e, e.RetryAfter);
            }
            catch (Exception e) when (IsBroken(e))
            {
                cause = e;
            }
            if (++failures >= options.Attempts)
                throw new HubException($"{what} cannot be had from {options.Address} after {failures} attempts ({cause.Message.TrimEnd('.')}); what was fetched is kept, so running the same again continues",
                    (cause as TransientHubException)?.Status, cause);
            var delay = asked ?? options.FirstDelay * Math.Pow(2, failures - 1);
            await Task.Delay(delay < LongestDelay ? delay : LongestDelay, options.Time, cancellation);
        }
    }

    /// <summary>Whether an exception is a connection that failed, which another attempt may mend.</summary>
    public static bool IsBroken(Exception e) => e is HttpRequestException or HttpIOException or TimeoutException || e is IOException { InnerException: SocketException } and not HubException;

    /// <summary>Runs one wait on the network within the idle limit.</summary>
    public async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> wait, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(options.IdleLimit);
        try
        {
            return await wait(limited.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {options.IdleLimit.TotalSeconds:0} s", e);
        }
    }

    /// <summary>Passes a good answer; throws for a bad one, saying whether it is worth another attempt.</summary>
    public void Check(HttpResponseMessage response, string what)
    {
        if (response.IsSuccessStatusCode) return;
        var status = response.StatusCode;
        if (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500)
            throw new TransientHubException(status, response.Headers.RetryAfter?.Delta);
        throw new HubException(status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"{what} needs permission from {options.Address}: "
                + (options.Token is null ? "set HF_TOKEN to a token that may read it" : "the token in HF_TOKEN may not read it"),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => $"{what} is not at {options.Address}; check the spelling, or set HF_TOKEN if it is private",
            _ => $"{options.Address} answers {(int)status} to {what}",
        }, status);
    }

    public void Dispose() => _client.Dispose();

    // A token belongs to the hub's own host; over http it would be readable on the way, except within this machine.
    private bool MayHaveToken(Uri address) =>
        address.Scheme == options.Address.Scheme && address.Authority == options.Address.Authority && (address.Scheme == "https" || address.IsLoopback);
}

/// <summary>An answer that may be another one in a moment.</summary>
internal sealed class TransientHubException(HttpStatusCode status, TimeSpan? retryAfter) : IOException($"the answer was {(int)status}")
{
    public HttpStatusCode Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
