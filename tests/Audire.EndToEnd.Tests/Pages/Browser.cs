using System.Diagnostics;
using System.Net.WebSockets;
using Xunit;

namespace Audire.EndToEnd.Tests.Pages;

/// <summary>A headless Chromium, driven over its own debugging protocol: nothing to install but the browser.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] Places =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private readonly Process _process;
    private readonly DirectoryInfo _profile;

    private Browser(Process process, DirectoryInfo profile, DevTools tools)
    {
        _process = process;
        _profile = profile;
        Tools = tools;
    }

    /// <summary>The debugging connection.</summary>
    public DevTools Tools { get; }

    /// <summary>Starts a browser; skips the running test where there is none.</summary>
    public static async Task<Browser> Start(CancellationToken cancellationToken)
    {
        var program = Environment.GetEnvironmentVariable("AUDIRE_CHROMIUM") is { Length: > 0 } set ? set : Places.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "No Chromium is installed (AUDIRE_CHROMIUM names one elsewhere).");
        var profile = Directory.CreateTempSubdirectory("audire-browser-");
        var start = new ProcessStartInfo(program!) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
            ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--mute-audio", "--lang=en",
             "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank"])
            start.ArgumentList.Add(argument);

        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new(process, profile, await Connect(Path.Combine(profile.FullName, "DevToolsActivePort"), cancellationToken));
        }
        catch
        {
            await End(process, profile);
            throw;
        }
    }

    /// <summary>Opens an empty page.</summary>
    public Task<BrowserPage> NewPage(CancellationToken cancellationToken) => BrowserPage.Open(Tools, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Tools.DisposeAsync();
        await End(_process, _profile);
    }

    // The browser writes the port it chose, and the path of its socket, into its profile.
    private static async Task<DevTools> Connect(string portFile, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (true)
        {
            if (File.Exists(portFile) && await File.ReadAllLinesAsync(portFile, patience.Token) is [var port, var path, ..])
            {
                var socket = new ClientWebSocket();
                await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}{path}"), patience.Token);
                return new(socket);
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task End(Process process, DirectoryInfo profile)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            try
            {
                profile.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(100, CancellationToken.None); // children of the browser may still be writing
            }
        }
    }
}
