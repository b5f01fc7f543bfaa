using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire models pull</c> from a hub that the test starts on loopback.</summary>
public sealed class ModelsPullTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-pull-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_that_no_hub_holds_says_where_it_comes_from()
    {
        var run = await CommandRun.InProcessAsync("models", "pull", "salmonn-mini", "--hub", "http://127.0.0.1:9");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("Audire's repository", run.LastErrorLine, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_brings_the_files_and_a_list_of_their_hashes_and_a_second_fetches_nothing()
    {
        var weights = new byte[10_000];
        new Random(7).NextBytes(weights);
        using var hub = new LoopbackHub("someone/tiny", new() { ["model.gguf"] = weights, ["config.json"] = "{}"u8.ToArray() });
        var target = Path.Combine(_folder, "tiny");

        var run = await CommandRun.InProcessAsync("models", "pull", "someone/tiny", "--hub", hub.Address, "--to", target, "--json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal(target, run.Document().GetProperty("folder").GetString());
        Assert.Equal(weights, await File.ReadAllBytesAsync(Path.Combine(target, "model.gguf"), TestContext.Current.CancellationToken));
        var sums = await File.ReadAllTextAsync(Path.Combine(target, "SHA256SUMS"), TestContext.Current.CancellationToken);
        Assert.Contains($"{Convert.ToHexStringLower(SHA256.HashData(weights))}  model.gguf\n", sums, StringComparison.Ordinal);

        var again = await CommandRun.InProcessAsync("models", "pull", "someone/tiny", "--hub", hub.Address, "--to", target, "--file", "model.gguf", "--json");
        Assert.Equal(0, again.Document().GetProperty("fetched").GetInt64());
    }

    [Fact]
    public async Task A_repository_that_is_not_there_is_one_sentence()
    {
        using var hub = new LoopbackHub("someone/tiny", []);

        var run = await CommandRun.InProcessAsync("models", "pull", "someone/absent", "--hub", hub.Address, "--to", _folder);

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("someone/absent", run.LastErrorLine, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    // The two calls of a hub that a pull needs: the listing of a repository, and a file.
    private sealed class LoopbackHub : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _repository;
        private readonly Dictionary<string, byte[]> _files;

        public LoopbackHub(string repository, Dictionary<string, byte[]> files)
        {
            (_repository, _files) = (repository, files);
            Address = $"http://127.0.0.1:{FreePort()}";
            _listener.Prefixes.Add(Address + "/");
            _listener.Start();
            _ = ServeAsync();
        }

        public string Address { get; }

        public void Dispose() => _listener.Close();

        private static int FreePort()
        {
            using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true) await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // closed: the test is over
            }
        }

        private async Task AnswerAsync(HttpListenerContext context)
        {
            var path = context.Request.Url!.AbsolutePath;
            var prefix = $"/{_repository}/resolve/main/";
            byte[]? body = path == $"/api/models/{_repository}/revision/main" ? Listing()
                : path.StartsWith(prefix, StringComparison.Ordinal) && _files.TryGetValue(path[prefix.Length..], out var file) ? file : null;
            context.Response.StatusCode = body is null ? 404 : 200;
            context.Response.ContentLength64 = body?.Length ?? 0;
            if (body is not null) await context.Response.OutputStream.WriteAsync(body);
            context.Response.Close();
        }

        private byte[] Listing() => Encoding.UTF8.GetBytes("{\"siblings\":[" + string.Join(',', _files.Select(pair =>
            $"{{\"rfilename\":{JsonSerializer.Serialize(pair.Key)},\"size\":{pair.Value.Length},\"lfs\":{{\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(pair.Value))}\",\"size\":{pair.Value.Length}}}}}")) + "]}");
    }
}
