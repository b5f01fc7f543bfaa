using System.Text.Json;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Audire.Evaluation.Suites;
using Microsoft.Extensions.AI;
using Xunit;

namespace Audire.Tests.Evaluation.Clients;

public sealed class OpenAiSystemTests
{
    private const string Completion = """
        {"id":"c1","object":"chat.completion","created":1,"model":"served-model","choices":[{"index":0,"finish_reason":"stop",
        "message":{"role":"assistant","content":"a dog"}}],"usage":{"prompt_tokens":12,"completion_tokens":2,"total_tokens":14}}
        """;

    private static readonly RemotePatience Quick = new(TimeSpan.FromSeconds(20), 3, TimeSpan.FromMilliseconds(20));
    private static readonly ScenarioContext Context = new("sounds", ScenarioTask.Classification, [], 1);
    private static readonly ChatMessage Question = new(ChatRole.User, [new TextContent("What is it?"), new DataContent(new byte[] { 1, 2, 3 }, "audio/wav")]);

    [Fact]
    public async Task Sound_goes_out_as_input_audio_and_the_raw_body_comes_back()
    {
        using var server = new LoopbackServer((_, _) => (200, Completion, null));
        using var system = OpenAiSystem.Create($"openai:some/model@{server.Address}", KeyRing.Empty, Quick);
        var response = await system.Open(Context).GetResponseAsync(
            [Question], new AuditOptions { MaxOutputTokens = 30, Temperature = 0, Seed = 7 }, TestContext.Current.CancellationToken);

        Assert.Equal("a dog", response.Text);
        Assert.Equal("served-model", response.ModelId);
        Assert.Equal(12, response.Usage!.InputTokenCount);
        Assert.Equal(Completion, response.AdditionalProperties![RawBody.Property]);
        var (path, _, body) = Assert.Single(server.Requests);
        Assert.Equal("/v1/chat/completions", path);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("some/model", json.RootElement.GetProperty("model").GetString());
        var parts = json.RootElement.GetProperty("messages")[0].GetProperty("content");
        Assert.Equal("What is it?", parts[0].GetProperty("text").GetString());
        var audio = parts[1].GetProperty("input_audio");
        Assert.Equal("wav", audio.GetProperty("format").GetString());
        Assert.Equal("AQID", audio.GetProperty("data").GetString());
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_the_time_it_names()
    {
        using var server = new LoopbackServer((n, _) => n switch { 1 => (429, "{}", ("Retry-After", "0")), 2 => (503, "{}", null), _ => (200, Completion, null) });
        using var system = OpenAiSystem.Create($"openai:m@{server.Address}", KeyRing.Empty, Quick);
        Assert.Equal("a dog", (await system.Open(Context).GetResponseAsync([Question], cancellationToken: TestContext.Current.CancellationToken)).Text);
        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.Select(request => request.Body).Distinct());
    }

    [Fact]
    public async Task A_refusal_is_one_sentence_with_the_status_and_without_the_key()
    {
        using var folder = new TemporaryFolder();
        using var server = new LoopbackServer((_, _) => (401, """{"error":{"message":"Wrong key sk-secret","type":"auth"}}""", null));
        File.WriteAllText(folder.Combine("keys.yaml"), $"- {{address: '{server.Address}', key: sk-secret, price: {{perMillionInput: 2, perMillionOutput: 8}}}}\n");
        using var system = OpenAiSystem.Create($"openai:m@{server.Address}", KeyRing.Load(folder.Combine("keys.yaml")), Quick);
        var error = await Assert.ThrowsAsync<AuditSystemException>(
            () => system.Open(Context).GetResponseAsync([Question], cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("status 401", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", error.Message, StringComparison.Ordinal);
        Assert.Equal("Bearer sk-secret", Assert.Single(server.Requests).Authorization);
        Assert.Equal(new SystemPrice(2, 8, 0), system.Capabilities.Price);
        Assert.DoesNotContain("secret", system.Identity.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_goes_to_its_own_address_alone()
    {
        using var folder = new TemporaryFolder();
        using var server = new LoopbackServer((_, _) => (200, Completion, null));
        File.WriteAllText(folder.Combine("keys.yaml"), "- {address: 'https://api.example.org/v1', key: sk-secret}\n");
        using var system = OpenAiSystem.Create($"openai:m@{server.Address}", KeyRing.Load(folder.Combine("keys.yaml")), Quick);
        await system.Open(Context).GetResponseAsync([Question], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("Bearer none", Assert.Single(server.Requests).Authorization);
    }

    [Theory]
    [InlineData("openai:")]
    [InlineData("openai:@http://127.0.0.1/v1")]
    [InlineData("openai:m@http://")]
    [InlineData("gemini:")]
    [InlineData("gemini:some-model@http://")]
    [InlineData("http://127.0.0.1/v1")]
    public void A_name_that_cannot_be_used_is_told(string name) => Assert.Throws<AuditSystemException>(() => SystemNames.TryCreate(name, KeyRing.Empty));

    [Theory]
    [InlineData("sk-secret")]
    [InlineData("- {key: sk-secret}")]
    [InlineData("- {address: 'ftp://x', key: sk-secret}")]
    [InlineData("- {address: 'https://x', kee: sk-secret}")]
    public void A_malformed_keys_file_is_told_without_its_keys(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("keys.yaml"), text);
        var error = Assert.Throws<SuiteException>(() => KeyRing.Load(folder.Combine("keys.yaml")));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }
}
