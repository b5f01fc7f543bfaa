using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Audire.Tests.Models.Hub;

/// <summary>A hub on loopback with one repository, "owner/model", that misbehaves as a test asks.</summary>
internal sealed class FakeHub : IDisposable
{
    public const string Repository = "owner/model";

    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);

    public FakeHub()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Checksums the listing tells instead of the true ones.</summary>
    public Dictionary<string, string> Lies { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the listing tells sizes and checksums.</summary>
    public bool TellsMore { get; set; } = true;

    /// <summary>Answers a request in place of the hub where it returns true; told the path and how often it was asked for before.</summary>
    public Func<HttpListenerContext, string, int, bool>? Intercept { get; set; }

    /// <summary>"PATH RANGE TOKEN" of every request for a file, in order.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public void Dispose() => _listener.Close();

    /// <summary>Sends a file as a hub does: whole, or the range asked for when the tag still fits.</summary>
    public static void Send(HttpListenerContext context, byte[] content, int? breakAfter = null)
    {
        var response = context.Response;
        var tag = $"\"{Hash(content)[..16]}\"";
        response.Headers["ETag"] = tag;
        var start = 0;
        if (context.Request.Headers["Range"] is { } range && (context.Request.Headers["If-Range"] is null || context.Request.Headers["If-Range"] == tag))
        {
            start = int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
            if (start >= content.Length)
            {
                response.StatusCode = 416;
                response.Headers["Content-Range"] = $"bytes */{content.Length}";
                response.Close();
                return;
            }
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {start}-{content.Length - 1}/{content.Length}";
        }
        response.ContentLength64 = content.Length - start;
        var count = Math.Min(breakAfter ?? int.MaxValue, content.Length - start);
        response.OutputStream.Write(content, start, count);
        if (breakAfter is null) response.Close();
        else
        {
            response.OutputStream.Flush();
            response.Abort();
        }
    }

    public static void Status(HttpListenerContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Close();
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task ServeAsync()
    {
        try
        {
            while (true) Serve(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private void Serve(HttpListenerContext context)
    {
        var path = context.Request.Url!.AbsolutePath;
        var earlier = _requests.AddOrUpdate(path, 0, (_, count) => count + 1);
        if (!path.StartsWith("/api/", StringComparison.Ordinal)) Log.Enqueue($"{path} {context.Request.Headers["Range"]} {context.Request.Headers["Authorization"]}".TrimEnd());
        try
        {
            if (Intercept?.Invoke(context, path, earlier) == true) return;
            if (path == $"/api/models/{Repository}/revision/main") Send(context, Listing());
            else if (path.StartsWith($"/{Repository}/resolve/main/", StringComparison.Ordinal) && Files.TryGetValue(path[$"/{Repository}/resolve/main/".Length..], out var content)) Send(context, content);
            else Status(context, 404);
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private byte[] Listing() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        siblings = Files.Select(file => TellsMore
            ? (object)new { rfilename = file.Key, size = file.Value.Length, lfs = new { sha256 = Lies.GetValueOrDefault(file.Key) ?? Hash(file.Value), size = file.Value.Length } }
            : new { rfilename = file.Key }).ToArray(),
    }));
}
