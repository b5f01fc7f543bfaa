using System.Net;
using Audire.Models.Hub;
using Audire.Tests.Models.Checkpoints;
using Xunit;

namespace Audire.Tests.Models.Hub;

/// <summary>Pulls from a hub on loopback that works, breaks off, lies, redirects and forbids.</summary>
public sealed class HubClientTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _weights = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 2654435761L >> 7))];

    public HubClientTests()
    {
        _hub.Files["model.safetensors"] = _weights;
        _hub.Files["config.json"] = "{}"u8.ToArray();
        _hub.Files["pytorch_model.bin"] = [1, 2, 3];
        _hub.Files["onnx/model.onnx"] = [1, 2, 3];
    }

    public void Dispose()
    {
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_arrives_whole_with_what_it_needs_and_no_more()
    {
        var seen = new List<HubProgress>();
        var pull = await PullAsync(progress: new Collect(seen));
        Assert.Equal(["config.json", "model.safetensors"], Names());
        Assert.Equal(_weights, Content("model.safetensors"));
        Assert.Equal(_weights.Length + 2, pull.Fetched);
        Assert.Equal(_weights.Length + 2, seen[^1].AllBytes);
        Assert.Equal(_weights.Length + 2, seen[^1].AllTotal);
    }

    [Fact]
    public async Task What_is_here_already_is_not_fetched_again()
    {
        await PullAsync();
        Assert.Equal(0, (await PullAsync()).Fetched);
        File.WriteAllBytes(_folder.File("model.safetensors"), new byte[_weights.Length]); // same size, other content
        Assert.Equal(_weights.Length, (await PullAsync()).Fetched);
        Assert.Equal(_weights, Content("model.safetensors"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broken_connection_is_continued_where_it_broke(bool hubTellsMore)
    {
        _hub.TellsMore = hubTellsMore;
        _hub.Intercept = (context, path, earlier) =>
        {
            if (!path.EndsWith("safetensors", StringComparison.Ordinal) || earlier >= 2) return false;
            FakeHub.Send(context, _weights, breakAfter: 100_000);
            return true;
        };
        await PullAsync();
        Assert.Equal(_weights, Content("model.safetensors"));
        Assert.Contains(_hub.Log, line => line.Contains("bytes=", StringComparison.Ordinal));
        Assert.Equal(["config.json", "model.safetensors"], Names());
    }

    [Fact]
    public async Task A_pull_that_was_stopped_is_continued_by_the_next()
    {
        using var stop = new CancellationTokenSource();
        var progress = new StopWhen(stop, step => step.File == "model.safetensors" && step.Bytes > 50_000);
        _hub.Intercept = (context, path, earlier) =>
        {
            if (!path.EndsWith("safetensors", StringComparison.Ordinal) || earlier > 0) return false;
            FakeHub.Send(context, _weights, breakAfter: 150_000);
            return true;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PullAsync(progress: progress, cancellation: stop.Token));
        Assert.Contains("model.safetensors.part", Names());
        var pull = await PullAsync();
        Assert.True(pull.Fetched < _weights.Length, "Everything was fetched again.");
        Assert.Equal(_weights, Content("model.safetensors"));
    }

    [Fact]
    public async Task A_file_that_changed_meanwhile_is_fetched_anew()
    {
        File.WriteAllBytes(_folder.File("model.safetensors.part"), new byte[1000]);
        File.WriteAllText(_folder.File("model.safetensors.part.etag"), "\"another-version\"");
        await PullAsync();
        Assert.Equal(_weights, Content("model.safetensors"));
    }

    [Fact]
    public async Task A_part_that_is_wrong_is_found_by_its_checksum_and_fetched_anew()
    {
        File.WriteAllBytes(_folder.File("model.safetensors.part"), new byte[1000]);
        await PullAsync();
        Assert.Equal(_weights, Content("model.safetensors"));
    }

    [Fact]
    public async Task A_host_that_ignores_ranges_starts_from_the_beginning()
    {
        File.WriteAllBytes(_folder.File("model.safetensors.part"), _weights[..1000]);
        _hub.Intercept = (context, path, _) =>
        {
            if (!path.EndsWith("safetensors", StringComparison.Ordinal)) return false;
            context.Response.ContentLength64 = _weights.Length;
            context.Response.OutputStream.Write(_weights);
            context.Response.Close();
            return true;
        };
        await PullAsync();
        Assert.Equal(_weights, Content("model.safetensors"));
    }

    [Fact]
    public async Task A_part_longer_than_the_file_is_thrown_away()
    {
        _hub.TellsMore = false;
        File.WriteAllBytes(_folder.File("model.safetensors.part"), new byte[_weights.Length + 5]);
        File.WriteAllText(_folder.File("model.safetensors.part.etag"), $"\"{FakeHub.Hash(_weights)[..16]}\"");
        await PullAsync();
        Assert.Equal(_weights, Content("model.safetensors"));
    }

    [Fact]
    public async Task Wrong_content_never_gets_the_files_name()
    {
        _hub.Lies["model.safetensors"] = new string('0', 64);
        var fault = await Assert.ThrowsAsync<HubException>(() => PullAsync());
        Assert.Contains("checksum", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("model.safetensors", Names());
    }

    [Theory]
    [InlineData(404, "not at")]
    [InlineData(401, "HF_TOKEN")]
    [InlineData(403, "HF_TOKEN")]
    [InlineData(418, "418")]
    public async Task Refusals_are_told_at_once(int status, string says)
    {
        _hub.Intercept = (context, path, _) =>
        {
            if (!path.EndsWith("safetensors", StringComparison.Ordinal)) return false;
            FakeHub.Status(context, status);
            return true;
        };
        var fault = await Assert.ThrowsAsync<HubException>(() => PullAsync());
        Assert.Equal((HttpStatusCode)status, fault.Status);
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
        Assert.Single(_hub.Log, line => line.Contains("safetensors", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_busy_hub_is_asked_again_and_given_up_in_the_end()
    {
        _hub.Intercept = (context, path, earlier) =>
        {
            if (!path.EndsWith("safetensors", StringComparison.Ordinal) || earlier > 1) return false;
            FakeHub.Status(context, 503);
            return true;
        };
        await PullAsync();
        Assert.Equal(_weights, Content("model.safetensors"));

        _hub.Intercept = (context, _, _) =>
        {
            FakeHub.Status(context, 503);
            return true;
        };
        var fault = await Assert.ThrowsAsync<HubException>(() => PullAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, fault.Status);
    }

    [Fact]
    public async Task The_token_never_reaches_another_host()
    {
        using var other = new FakeHub();
        other.Files["model.safetensors"] = _weights;
        _hub.Intercept = (context, path, _) =>
        {
            if (!path.EndsWith("safetensors", StringComparison.Ordinal)) return false;
            context.Response.StatusCode = 302;
            context.Response.Headers["Location"] = new Uri(other.Address, path).AbsoluteUri;
            context.Response.Close();
            return true;
        };
        await PullAsync(token: "secret");
        Assert.Equal(_weights, Content("model.safetensors"));
        Assert.All(_hub.Log, line => Assert.Contains("Bearer secret", line, StringComparison.Ordinal));
        Assert.NotEmpty(other.Log);
        Assert.All(other.Log, line => Assert.DoesNotContain("secret", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Redirects_in_circles_end()
    {
        _hub.Intercept = (context, path, _) =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers["Location"] = path;
            context.Response.Close();
            return true;
        };
        await Assert.ThrowsAsync<HubException>(() => PullAsync());
    }

    [Theory]
    [InlineData("../outside.json")]
    [InlineData("/etc/outside.json")]
    [InlineData("a/../../outside.json")]
    [InlineData("C:\\outside.json")]
    [InlineData("a\u0000.json")]
    public async Task A_name_that_leaves_the_folder_is_refused_before_anything_is_fetched(string name)
    {
        _hub.Files[name] = [1];
        await Assert.ThrowsAsync<HubException>(() => PullAsync());
        Assert.Empty(Names());
        Assert.Empty(_hub.Log);
    }

    [Fact]
    public async Task A_full_disk_is_told_and_the_pull_can_go_on_later()
    {
        var options = Options() with { Append = path => new FailingStream(path, 0) };
        using (var client = new HubClient(options))
        {
            var fault = await Assert.ThrowsAsync<HubException>(() => client.PullAsync(FakeHub.Repository, _folder.Path, cancellation: TestContext.Current.CancellationToken));
            Assert.Contains("No space left on device", fault.Message, StringComparison.Ordinal);
        }
        await PullAsync();
        Assert.Equal(_weights, Content("model.safetensors"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/b/c")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task Names_that_are_no_repository_are_refused(string repository)
    {
        using var client = new HubClient(Options());
        await Assert.ThrowsAsync<HubException>(() => client.ListAsync(repository, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_page_that_is_no_listing_and_a_hub_that_is_not_there_are_told()
    {
        _hub.Intercept = (context, _, _) =>
        {
            FakeHub.Send(context, "<html>"u8.ToArray());
            return true;
        };
        await Assert.ThrowsAsync<HubException>(() => PullAsync());
        _hub.Dispose();
        await Assert.ThrowsAsync<HubException>(() => PullAsync());
    }

    private async Task<HubPull> PullAsync(string? token = null, IProgress<HubProgress>? progress = null, CancellationToken? cancellation = null)
    {
        using var client = new HubClient(Options() with { Token = token });
        return await client.PullAsync(FakeHub.Repository, _folder.Path, progress: progress, cancellation: cancellation ?? TestContext.Current.CancellationToken);
    }

    private HubOptions Options() => new() { Address = _hub.Address, FirstDelay = TimeSpan.FromMilliseconds(5), Attempts = 4, IdleLimit = TimeSpan.FromSeconds(20) };

    private byte[] Content(string name) => File.ReadAllBytes(_folder.File(name));

    private string[] Names() => [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.Path, file)).Order(StringComparer.Ordinal)];

    private sealed class Collect(List<HubProgress> seen) : IProgress<HubProgress>
    {
        public void Report(HubProgress value) => seen.Add(value);
    }

    private sealed class StopWhen(CancellationTokenSource stop, Func<HubProgress, bool> when) : IProgress<HubProgress>
    {
        public void Report(HubProgress value)
        {
            if (when(value)) stop.Cancel();
        }
    }
}
