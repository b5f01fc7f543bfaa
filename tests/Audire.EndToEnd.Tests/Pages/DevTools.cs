using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Audire.EndToEnd.Tests.Pages;

/// <summary>The Chrome DevTools protocol over one socket: commands with their answers, and events in order.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket _socket;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly ConcurrentBag<Action<string?, string, JsonNode>> _listeners = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private int _last;

    public DevTools(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = Task.Run(Read);
    }

    /// <summary>Has every event told, with its session, method and parameters, on the reading thread.</summary>
    public void Listen(Action<string?, string, JsonNode> listener) => _listeners.Add(listener);

    /// <summary>Sends a command and waits for its result.</summary>
    public async Task<JsonNode> Send(string method, JsonObject? parameters = null, string? session = null, CancellationToken cancellationToken = default)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null) message["sessionId"] = session;
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
    }

    private async Task Read()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token);
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                Dispatch(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!);
                message.SetLength(0);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            foreach (var waiting in _waiting.Values) waiting.TrySetException(new IOException("The browser closed the connection.", e));
        }
    }

    private void Dispatch(JsonNode message)
    {
        if (message["id"]?.GetValue<int>() is { } id)
        {
            if (!_waiting.TryRemove(id, out var waiting)) return;
            if (message["error"] is { } error) waiting.SetException(new InvalidOperationException($"The browser refused: {error.ToJsonString()}"));
            else waiting.SetResult(message["result"]!);
        }
        else
        {
            foreach (var listener in _listeners) listener(message["sessionId"]?.GetValue<string>(), message["method"]!.GetValue<string>(), message["params"]!);
        }
    }
}
