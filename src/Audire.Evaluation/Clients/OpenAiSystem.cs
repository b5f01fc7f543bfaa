using System.ClientModel;
using System.ClientModel.Primitives;
using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Audire.Evaluation.Clients;

/// <summary>Any server that speaks OpenAI's chat completions as a system: <c>openai:MODEL@BASE_ADDRESS</c>; sound goes as <c>input_audio</c>.</summary>
/// <remarks>Thread safe. The base address may be left out for <c>https://api.openai.com/v1</c>.</remarks>
public sealed class OpenAiSystem : ISystem
{
    private const string Prefix = "openai:";
    private static readonly Uri Official = new("https://api.openai.com/v1");
    private readonly HttpClient _http;
    private readonly RemoteErrors _client;

    private OpenAiSystem(string name, string model, Uri address, string? key, SystemPrice? price, RemotePatience patience, TimeProvider time)
    {
        Name = name;
        Identity = new SystemIdentity("remote", $"openai:{model}@{address}", new Dictionary<string, string>());
        Capabilities = new SystemCapabilities(ScenarioTask.All, Price: price);
        _http = new HttpClient(new RawRecorder(RemoteResilience.Handler(patience, new SocketsHttpHandler { AllowAutoRedirect = false }, time))) { Timeout = Timeout.InfiniteTimeSpan };
        var options = new OpenAIClientOptions
        {
            Endpoint = address,
            Transport = new HttpClientPipelineTransport(_http),
            // Waiting and trying again is done once, below; twice would multiply.
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        var chat = new OpenAIClient(new ApiKeyCredential(key ?? "none"), options).GetChatClient(model);
        _client = new RemoteErrors(new RawRecorder.Client(chat.AsIChatClient()), address, key);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public SystemIdentity Identity { get; }

    /// <inheritdoc/>
    public SystemCapabilities Capabilities { get; }

    /// <summary>Makes the system of a name.</summary>
    /// <param name="name"><c>openai:MODEL@BASE_ADDRESS</c>.</param>
    /// <param name="keys">Keys and prices.</param>
    /// <param name="patience">Time-outs and retries. Default: <see cref="RemotePatience.Default"/>.</param>
    /// <param name="time">The clock of waits. Default: the system's.</param>
    /// <exception cref="AuditSystemException">The name is malformed, or the official server is named and no key is there.</exception>
    public static OpenAiSystem Create(string name, KeyRing keys, RemotePatience? patience = null, TimeProvider? time = null)
    {
        var (model, address) = RemoteName.Parse(name, Prefix, Official) ?? throw Malformed(name);
        var key = keys.KeyFor(address, model);
        if (key is null && address == Official) throw new AuditSystemException($"{name} needs a key: set OPENAI_API_KEY, or name a keys file with --keys.");
        return new OpenAiSystem(name, model, address, key, keys.PriceFor(address, model), patience ?? RemotePatience.Default, time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public IChatClient Open(ScenarioContext scenario) => _client;

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static AuditSystemException Malformed(string name) =>
        new($"'{name}' names no server: write openai:MODEL@BASE_ADDRESS, say openai:qwen2-audio@http://127.0.0.1:8000/v1.");
}
