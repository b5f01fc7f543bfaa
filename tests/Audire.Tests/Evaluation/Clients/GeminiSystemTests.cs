using System.Text.Json;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;
using Xunit;

namespace Audire.Tests.Evaluation.Clients;

public sealed class GeminiSystemTests
{
    private const string Answer = """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"thinking…","thought":true},{"text":"a "},{"text":"dog"}]},"finishReason":"STOP","index":0}],
        "usageMetadata":{"promptTokenCount":40,"candidatesTokenCount":2,"thoughtsTokenCount":5,"totalTokenCount":47},"modelVersion":"some-model-001"}
        """;

    private static readonly RemotePatience Quick = new(TimeSpan.FromSeconds(20), 3, TimeSpan.FromMilliseconds(20));
    private static readonly ScenarioContext Context = new("sounds", ScenarioTask.Classification, [], 1);

    private static readonly ChatMessage[] Question =
    [
        new(ChatRole.System, "Be brief."),
        new(ChatRole.User, [new TextContent("What is it?"), new DataContent(new byte[] { 1, 2, 3 }, "audio/wav")]),
    ];

    [Fact]
    public async Task Sound_goes_inline_and_usage_and_raw_body_come_back()
    {
        using var server = new LoopbackServer((_, _) => (200, Answer, null));
        using var folder = new TemporaryFolder();
        using var system = Create(server, folder);
        var response = await system.Open(Context).GetResponseAsync(Question, new AuditOptions { MaxOutputTokens = 30, Temperature = 0, Seed = 7 }, TestContext.Current.CancellationToken);

        Assert.Equal("a dog", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal("some-model-001", response.ModelId);
        Assert.Equal((40L, 7L), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal(Answer, response.AdditionalProperties![RawBody.Property]);
        var (path, authorization, body) = Assert.Single(server.Requests);
        Assert.Equal("/v1/models/some-model:generateContent", path);
        Assert.Equal("", authorization);
        Assert.Equal("g-secret", Assert.Single(server.Headers)["x-goog-api-key"]);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("Be brief.", json.RootElement.GetProperty("systemInstruction").GetProperty("parts")[0].GetProperty("text").GetString());
        var content = Assert.Single(json.RootElement.GetProperty("contents").EnumerateArray());
        Assert.Equal("user", content.GetProperty("role").GetString());
        Assert.Equal("What is it?", content.GetProperty("parts")[0].GetProperty("text").GetString());
        var sound = content.GetProperty("parts")[1].GetProperty("inlineData");
        Assert.Equal(("audio/wav", "AQID"), (sound.GetProperty("mimeType").GetString(), sound.GetProperty("data").GetString()));
        var generation = json.RootElement.GetProperty("generationConfig");
        Assert.Equal((30, 0, 7), (generation.GetProperty("maxOutputTokens").GetInt32(), generation.GetProperty("temperature").GetInt32(), generation.GetProperty("seed").GetInt32()));
        Assert.DoesNotContain("g-secret", body + system.Identity, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"promptFeedback":{"blockReason":"SAFETY"}}""")]
    [InlineData("""{"candidates":[{"finishReason":"SAFETY"}]}""")]
    public async Task What_is_withheld_is_an_empty_answer_that_says_so(string body)
    {
        using var server = new LoopbackServer((_, _) => (200, body, null));
        using var folder = new TemporaryFolder();
        using var system = Create(server, folder);
        var response = await system.Open(Context).GetResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("", response.Text);
        Assert.Equal(ChatFinishReason.ContentFilter, response.FinishReason);
    }

    [Theory]
    [InlineData(200, """{"candidates":[{"finishReason":"MAX_TOKENS"}],"usageMetadata":{"thoughtsTokenCount":30}}""", "on thinking")]
    [InlineData(200, "{}", "neither candidates")]
    [InlineData(200, "<html>", "no JSON")]
    [InlineData(200, "[1]", "neither candidates")]
    [InlineData(400, """{"error":{"message":"API key g-secret not valid"}}""", "status 400")]
    public async Task What_is_no_answer_is_one_sentence_without_the_key(int status, string body, string expected)
    {
        using var server = new LoopbackServer((_, _) => (status, body, null));
        using var folder = new TemporaryFolder();
        using var system = Create(server, folder);
        var error = await Assert.ThrowsAsync<AuditSystemException>(() => system.Open(Context).GetResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("g-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        using var server = new LoopbackServer((n, _) => n < 3 ? (503, "{}", null) : (200, Answer, null));
        using var folder = new TemporaryFolder();
        using var system = Create(server, folder);
        Assert.Equal("a dog", (await system.Open(Context).GetResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken)).Text);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public void Without_a_key_the_official_server_is_not_asked() =>
        Assert.Contains("GEMINI_API_KEY", Assert.Throws<AuditSystemException>(() => GeminiSystem.Create("gemini:some-model", KeyRing.Empty)).Message, StringComparison.Ordinal);

    private static GeminiSystem Create(LoopbackServer server, TemporaryFolder folder)
    {
        File.WriteAllText(folder.Combine("keys.yaml"), $"- {{address: '{server.Address}', key: g-secret}}\n");
        return GeminiSystem.Create($"gemini:some-model@{server.Address}", KeyRing.Load(folder.Combine("keys.yaml")), Quick);
    }
}
