using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Audire.Tests.Evaluation.Clients;

/// <summary>A server on this machine that records requests and answers as it is told.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();

    /// <param name="answer">The number of the request from 1 and its body, to a status, a body and a header.</param>
    public LoopbackServer(Func<int, string, (int Status, string Body, (string Name, string Value)? Header)> answer)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/v1");
        _listener.Prefixes.Add($"http://127.0.0.1:{Address.Port}/");
        _listener.Start();
        _ = ServeAsync(answer);
    }

    public Uri Address { get; }

    public ConcurrentQueue<(string Path, string Authorization, string Body)> Requests { get; } = new();

    /// <summary>The headers of each request.</summary>
    public ConcurrentQueue<WebHeaderCollection> Headers { get; } = new();

    public void Dispose() => _listener.Close();

    private async Task ServeAsync(Func<int, string, (int Status, string Body, (string Name, string Value)? Header)> answer)
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var body = await reader.ReadToEndAsync();
            Requests.Enqueue((context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"] ?? "", body));
            Headers.Enqueue((WebHeaderCollection)context.Request.Headers);
            var (status, text, header) = answer(Requests.Count, body);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            if (header is { } set) context.Response.Headers[set.Name] = set.Value;
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
            context.Response.Close();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
