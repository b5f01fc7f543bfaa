using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Audire.Evaluation.Clients;

/// <summary>Posts JSON to one address: with retries, a pace, bounds on what comes back, and errors that are one sentence without a key in it.</summary>
/// <remarks>Thread safe.</remarks>
internal sealed class JsonEndpoint : IDisposable
{
    private const int MaxResponse = 64 << 20;
    private const int Shown = 300;

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly IReadOnlyDictionary<string, string> _headers;
    private readonly IReadOnlyList<string> _secrets;
    private readonly RequestPacer _pacer;

    /// <summary>Makes an endpoint.</summary>
    /// <param name="address">Where to post.</param>
    /// <param name="headers">Headers of every request.</param>
    /// <param name="secrets">Texts that no message or record may hold.</param>
    /// <param name="patience">Time-outs and retries.</param>
    /// <param name="pacer">The pace.</param>
    /// <param name="time">The clock of waits.</param>
    public JsonEndpoint(
        Uri address, IReadOnlyDictionary<string, string> headers, IReadOnlyList<string> secrets, RemotePatience patience, RequestPacer pacer, TimeProvider time)
    {
        _address = address;
        _headers = headers;
        _secrets = [.. secrets.Where(secret => secret.Length > 0)];
        _pacer = pacer;
        _http = new HttpClient(RemoteResilience.Handler(patience, new SocketsHttpHandler { AllowAutoRedirect = false }, time))
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxResponse,
        };
    }

    /// <summary>The address for people: without a query, which may hold a key.</summary>
    public string Shows => _address.GetLeftPart(UriPartial.Path);

    /// <summary>Posts a body.</summary>
    /// <returns>The text of the answer, secrets replaced.</returns>
    /// <exception cref="AuditSystemException">The server refused, could not be reached, or sent too much.</exception>
    public async Task<string> PostAsync(byte[] json, CancellationToken cancellationToken)
    {
        await _pacer.WaitAsync(cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            foreach (var (name, value) in _headers) request.Headers.TryAddWithoutValidation(name, value);
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = Clean(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? body : throw new AuditSystemException($"{Shows} answered with status {(int)response.StatusCode}: {Short(body)}");
        }
        catch (Exception e) when (e is HttpRequestException or Polly.Timeout.TimeoutRejectedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new AuditSystemException($"{Shows} could not be reached: {Short(Clean(e.Message))}", e);
        }
    }

    /// <summary>Reads an answer as JSON.</summary>
    /// <exception cref="AuditSystemException">It is none.</exception>
    public JsonDocument Parse(string body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new AuditSystemException($"{Shows} answered with what is no JSON: {Short(body)}", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private string Clean(string text) => _secrets.Aggregate(text, (clean, secret) => clean.Replace(secret, "***", StringComparison.Ordinal));

    private static string Short(string text)
    {
        var line = new StringBuilder(text).Replace('\r', ' ').Replace('\n', ' ').ToString().Trim();
        return line.Length <= Shown ? line : line[..Shown] + "…";
    }
}
