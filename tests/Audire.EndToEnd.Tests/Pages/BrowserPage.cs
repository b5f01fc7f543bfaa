using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Audire.EndToEnd.Tests.Pages;

/// <summary>A page in the browser, with everything it complained about and asked for.</summary>
internal sealed class BrowserPage
{
    private readonly DevTools _tools;
    private readonly string _session;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BrowserPage(DevTools tools, string session)
    {
        _tools = tools;
        _session = session;
        tools.Listen(Hear);
    }

    /// <summary>Console errors and warnings, uncaught exceptions and refused loads, since the page was opened.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Every address that was asked for.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    public static async Task<BrowserPage> Open(DevTools tools, CancellationToken cancellationToken)
    {
        var target = await tools.Send("Target.createTarget", new() { ["url"] = "about:blank" }, cancellationToken: cancellationToken);
        var attached = await tools.Send("Target.attachToTarget", new() { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true }, cancellationToken: cancellationToken);
        var page = new BrowserPage(tools, attached["sessionId"]!.GetValue<string>());
        foreach (var domain in (string[])["Page", "Runtime", "Log", "Network"]) await page.Send($"{domain}.enable", [], cancellationToken);
        return page;
    }

    /// <summary>Goes to an address and waits until it has loaded.</summary>
    public async Task Go(string address, CancellationToken cancellationToken)
    {
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // A change behind '#' alone would load nothing: the page is left in between.
        await Send("Page.navigate", new() { ["url"] = "about:blank" }, cancellationToken);
        await _loaded.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send("Page.navigate", new() { ["url"] = address }, cancellationToken);
        await _loaded.Task.WaitAsync(TimeSpan.FromSeconds(60), cancellationToken);
    }

    /// <summary>The value of an expression; a promise is awaited.</summary>
    public async Task<JsonNode?> Evaluate(string expression, CancellationToken cancellationToken)
    {
        var answer = await Send("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true, ["userGesture"] = true }, cancellationToken);
        return answer["exceptionDetails"] is { } failure
            ? throw new InvalidOperationException($"{expression}: {failure.ToJsonString()}")
            : answer["result"]!["value"];
    }

    /// <summary>Sets the window's size and the colour scheme the user prefers.</summary>
    public async Task Look(int width, bool dark, CancellationToken cancellationToken)
    {
        await Send("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 }, cancellationToken);
        var scheme = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" };
        await Send("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(scheme) }, cancellationToken);
    }

    private Task<JsonNode> Send(string method, JsonObject parameters, CancellationToken cancellationToken) =>
        _tools.Send(method, parameters, _session, cancellationToken);

    private void Hear(string? session, string method, JsonNode parameters)
    {
        if (session != _session) return;
        switch (method)
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Network.requestWillBeSent":
                _requests.Enqueue(parameters["request"]!["url"]!.GetValue<string>());
                break;
            case "Log.entryAdded" when parameters["entry"]!["level"]!.GetValue<string>() is "error" or "warning":
                _complaints.Enqueue(parameters["entry"]!["text"]!.GetValue<string>());
                break;
            case "Runtime.exceptionThrown":
                _complaints.Enqueue(parameters["exceptionDetails"]!.ToJsonString());
                break;
            case "Runtime.consoleAPICalled" when parameters["type"]!.GetValue<string>() is "error" or "warning":
                _complaints.Enqueue(parameters["args"]!.ToJsonString());
                break;
        }
    }
}
