using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Audire.Evaluation.Clients;

/// <summary>Any server that takes and gives JSON as a system: <c>http:FILE.yaml</c>, the file saying how to ask; <c>docs/remote-systems.md</c> has every key.</summary>
/// <remarks>Thread safe. What the file names of the environment is sent and never stored: a run records the file's hash and the address without its query.</remarks>
public sealed class HttpSystem : ISystem
{
    private const string Prefix = "http:";
    private readonly HttpSystemFile _file;
    private readonly JsonEndpoint _endpoint;

    private HttpSystem(string name, HttpSystemFile file, IReadOnlyDictionary<string, string> headers, IReadOnlyList<string> secrets, TimeProvider time)
    {
        Name = name;
        _file = file;
        _endpoint = new JsonEndpoint(file.Url, headers, secrets, file.Patience, new RequestPacer(file.PerMinute, time), time);
        Identity = new SystemIdentity("remote", $"http:{file.Hash}", new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = _endpoint.Shows });
        Capabilities = new SystemCapabilities(file.Tasks, Price: file.Price);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public SystemIdentity Identity { get; }

    /// <inheritdoc/>
    public SystemCapabilities Capabilities { get; }

    /// <summary>Makes the system of a name.</summary>
    /// <param name="name"><c>http:FILE.yaml</c>.</param>
    /// <param name="keys">Keys, of which <c>${KEY}</c> in the file stands for the one kept for its address.</param>
    /// <param name="environment">A variable's value by its name. Default: the process's environment.</param>
    /// <param name="time">The clock of waits. Default: the system's.</param>
    /// <exception cref="AuditSystemException">The file is malformed, or a key it names is not there.</exception>
    /// <exception cref="Suites.SuiteException">The file is absent or unreadable.</exception>
    public static HttpSystem Create(string name, KeyRing keys, Func<string, string?>? environment = null, TimeProvider? time = null)
    {
        var file = HttpSystemFile.Read(name[Prefix.Length..]);
        var secrets = new List<string>();
        var headers = file.Headers.ToDictionary(
            header => header.Key, header => HttpSecrets.Fill(header.Value, file, keys, environment ?? Environment.GetEnvironmentVariable, secrets), StringComparer.OrdinalIgnoreCase);
        if (secrets.Count > 0 && file.Url.Scheme == "http" && !file.Url.IsLoopback)
            throw new AuditSystemException($"{file.Path}: a key would travel unencrypted to {file.Url.Host}; use https.");
        return new HttpSystem(name, file, headers, secrets, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public IChatClient Open(ScenarioContext scenario) => new AnsweringClient(async (messages, options, cancellationToken) =>
    {
        var body = await _endpoint.PostAsync(_file.Body.Fill(messages, options), cancellationToken);
        using var json = _endpoint.Parse(body);
        var answer = _file.Answer.Find(json.RootElement) ?? throw new AuditSystemException(
            $"{_endpoint.Shows} sent nothing at '{_file.Answer}', where {_file.Path} says the answer is.");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.ValueKind == JsonValueKind.String ? answer.GetString() : answer.GetRawText()))
        {
            AdditionalProperties = new() { [RawBody.Property] = body },
        };
    });

    /// <inheritdoc/>
    public void Dispose() => _endpoint.Dispose();
}
