using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>A model behind Google's Generative Language API as a system: <c>gemini:MODEL</c>; sound goes inline.</summary>
/// <remarks>
/// Thread safe. Another address, say of a proxy, may follow the model: <c>gemini:MODEL@BASE_ADDRESS</c>. What the service's filters withhold is an empty
/// answer with the finish reason <c>content_filter</c>.
/// </remarks>
public sealed class GeminiSystem : ISystem
{
    private const string Prefix = "gemini:";
    private readonly JsonEndpoint _endpoint;

    private GeminiSystem(string name, string model, Uri address, string? key, SystemPrice? price, RemotePatience patience, TimeProvider time)
    {
        Name = name;
        Identity = new SystemIdentity("remote", $"gemini:{model}@{address}", new Dictionary<string, string>());
        Capabilities = new SystemCapabilities(ScenarioTask.All, Price: price);
        var target = new Uri($"{address.AbsoluteUri.TrimEnd('/')}/models/{Uri.EscapeDataString(model)}:generateContent");
        // In a header, never in the address, which servers and proxies write down.
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (key is not null) headers["x-goog-api-key"] = key;
        _endpoint = new JsonEndpoint(target, headers, key is null ? [] : [key], patience, new RequestPacer(0, time), time);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public SystemIdentity Identity { get; }

    /// <inheritdoc/>
    public SystemCapabilities Capabilities { get; }

    /// <summary>Makes the system of a name.</summary>
    /// <param name="name"><c>gemini:MODEL</c>, or <c>gemini:MODEL@BASE_ADDRESS</c>.</param>
    /// <param name="keys">Keys and prices.</param>
    /// <param name="patience">Time-outs and retries. Default: <see cref="RemotePatience.Default"/>.</param>
    /// <param name="time">The clock of waits. Default: the system's.</param>
    /// <exception cref="AuditSystemException">The name is malformed, or Google's own server is named and no key is there.</exception>
    public static GeminiSystem Create(string name, KeyRing keys, RemotePatience? patience = null, TimeProvider? time = null)
    {
        var (model, address) = RemoteName.Parse(name, Prefix, KeyRing.Gemini) ?? throw new AuditSystemException(
            $"'{name}' names no model: write gemini:MODEL, say gemini:gemini-2.5-flash.");
        var key = keys.KeyFor(address, model);
        if (key is null && address == KeyRing.Gemini) throw new AuditSystemException($"{name} needs a key: set GEMINI_API_KEY, or name a keys file with --keys.");
        return new GeminiSystem(name, model, address, key, keys.PriceFor(address, model), patience ?? RemotePatience.Default, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public IChatClient Open(ScenarioContext scenario) => new AnsweringClient(async (messages, options, cancellationToken) =>
    {
        var body = await _endpoint.PostAsync(GeminiBody.Write(messages, options), cancellationToken);
        using var json = _endpoint.Parse(body);
        var response = GeminiBody.Read(json.RootElement, _endpoint.Shows);
        response.AdditionalProperties = new() { [RawBody.Property] = body };
        return response;
    });

    /// <inheritdoc/>
    public void Dispose() => _endpoint.Dispose();
}
