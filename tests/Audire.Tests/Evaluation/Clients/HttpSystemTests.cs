using System.Diagnostics;
using System.Text.Json;
using Audire.Audio;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Scenarios;
using Microsoft.Extensions.AI;
using Xunit;

namespace Audire.Tests.Evaluation.Clients;

public sealed class HttpSystemTests
{
    private static readonly ScenarioContext Context = new("sounds", ScenarioTask.Generation, [], 1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_described_server_is_asked_as_its_file_says()
    {
        using var server = new LoopbackServer((_, _) => (200, """{"choices":[{"message":{"content":"a dog"}}]}""", null));
        using var folder = new TemporaryFolder();
        var name = Write(folder, server, answer: "$.choices[0].message.content", extra: "headers: {X-Key: 'Key ${AUDIRE_KEY_TEST}'}");
        using var system = HttpSystem.Create(name, KeyRing.Empty, variable => variable == "AUDIRE_KEY_TEST" ? "h-secret" : null);
        var response = await system.Open(Context).GetResponseAsync([Question()], new AuditOptions { MaxOutputTokens = 30, Temperature = 0, Seed = 7 }, Token);

        Assert.Equal("a dog", response.Text);
        Assert.Equal("Key h-secret", Assert.Single(server.Headers)["X-Key"]);
        using var json = JsonDocument.Parse(Assert.Single(server.Requests).Body);
        var body = json.RootElement;
        // Quotes and braces of the question change nothing about the body's structure.
        Assert.Equal("Say \"{{audio_base64}}\":\nWhat is it?", body.GetProperty("prompt").GetString());
        Assert.Equal(30, body.GetProperty("options").GetProperty("most").GetInt32());
        Assert.Equal("seed 7", body.GetProperty("options").GetProperty("note").GetString());
        Assert.Equal(Wav(), Convert.FromBase64String(body.GetProperty("sounds")[0].GetString()!["data:audio/wav;base64,".Length..]));
        Assert.Equal(2 * 1600, Convert.FromBase64String(body.GetProperty("samples").GetString()!).Length);
    }

    [Fact]
    public async Task Secrets_are_in_no_record_of_a_run()
    {
        using var server = new LoopbackServer((_, _) => (200, """{"text":"h-secret said low"}""", null));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("keys.yaml"), $"- {{address: '{server.Address}', key: h-secret}}\n");
        var name = Write(folder, server, extra: "headers: {Authorization: 'Bearer ${KEY}'}");
        using var system = HttpSystem.Create(name, KeyRing.Load(folder.Combine("keys.yaml")));
        await new AuditRunner().RunAsync(SmallSuite.Write(folder.Combine("suite"), 2), [system], new RunOptions { Directory = folder.Combine("run") }, cancellationToken: Token);
        Assert.Equal("Bearer h-secret", server.Requests.First().Authorization);
        foreach (var file in Directory.GetFiles(folder.Combine("run"))) Assert.DoesNotContain("h-secret", Text(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pace_is_kept()
    {
        using var server = new LoopbackServer((_, _) => (200, """{"text":"x"}""", null));
        using var folder = new TemporaryFolder();
        using var system = HttpSystem.Create(Write(folder, server, extra: "perMinute: 300"), KeyRing.Empty);
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 3; i++) await system.Open(Context).GetResponseAsync([Question()], cancellationToken: Token);
        Assert.True(clock.Elapsed > TimeSpan.FromSeconds(0.39), $"Three requests took {clock.Elapsed}.");
    }

    [Fact]
    public async Task A_busy_server_is_asked_as_often_as_the_file_allows()
    {
        using var server = new LoopbackServer((_, _) => (503, "busy", ("Retry-After", "0")));
        using var folder = new TemporaryFolder();
        using var system = HttpSystem.Create(Write(folder, server, extra: "retries: 1"), KeyRing.Empty);
        var error = await Assert.ThrowsAsync<AuditSystemException>(() => system.Open(Context).GetResponseAsync([Question()], cancellationToken: Token));
        Assert.Contains("status 503", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Theory]
    [InlineData("{}", "sent nothing at '$.text'")]
    [InlineData("""{"text":null}""", "sent nothing at '$.text'")]
    [InlineData("no", "no JSON")]
    public async Task An_answer_without_the_text_is_told(string body, string expected)
    {
        using var server = new LoopbackServer((_, _) => (200, body, null));
        using var folder = new TemporaryFolder();
        using var system = HttpSystem.Create(Write(folder, server), KeyRing.Empty);
        var error = await Assert.ThrowsAsync<AuditSystemException>(() => system.Open(Context).GetResponseAsync([Question()], cancellationToken: Token));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("url: ftp://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x", "'url'")]
    [InlineData("url: https://x\nanswer: $.x", "'body' is missing")]
    [InlineData("url: https://x\nbody: '{\"a\":{{text}}}'\nanswer: $.x", "'body' is no JSON")]
    [InlineData("url: https://x\nbody: '{\"a\":\"b\"}'\nanswer: $.x", "no {{text}}")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}} {{home}}\"}'\nanswer: $.x", "placeholder 'home'")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: 'a b'", "'answer' must say")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x\ntimeout: 99999", "'timeout' must be")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x\ntasks: [dance]", "'tasks' names 'dance'")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x\nheaders: {A: '${OPENAI_API_KEY}'}", "begin with AUDIRE_KEY_")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x\nheaders: {A: '${AUDIRE_KEY_NONE}'}", "is not set")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x\nheaders: {A: '${KEY}'}", "--keys")]
    [InlineData("url: https://x\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x\nheaders: {\"A: b\": c}", "no header")]
    [InlineData("url: http://example.org\nbody: '{\"a\":\"{{text}}\"}'\nanswer: $.x\nheaders: {A: '${AUDIRE_KEY_TEST}'}", "unencrypted")]
    [InlineData("uri: https://x", "its keys are")]
    [InlineData("", "is empty")]
    public void A_description_that_cannot_be_used_is_told(string yaml, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("server.yaml"), yaml);
        var error = Assert.Throws<AuditSystemException>(() => HttpSystem.Create("http:" + folder.Combine("server.yaml"), KeyRing.Empty, name => name == "AUDIRE_KEY_TEST" ? "h-secret" : null));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("h-secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_documented_example_is_read() =>
        Assert.Equal("https", HttpSystemFile.Read(Path.Combine(Root(), "docs", "examples", "server.yaml")).Url.Scheme);

    private static string Write(TemporaryFolder folder, LoopbackServer server, string answer = "$.text", string extra = "")
    {
        File.WriteAllText(folder.Combine("server.yaml"), $$$$"""
            url: {{{{server.Address}}}}/hear?token=x
            body: |
              {"prompt": "{{text}}", "sounds": ["data:audio/wav;base64,{{audio_wav_base64}}"], "samples": "{{audio_base64}}",
               "options": {"most": "{{max_tokens}}", "note": "seed {{seed}}"}, "fixed": [1, null, true]}
            answer: {{{{answer}}}}
            {{{{extra}}}}
            """);
        return "http:" + folder.Combine("server.yaml");
    }

    private static ChatMessage Question() => new(ChatRole.User, [new TextContent("Say \"{{audio_base64}}\":"), new DataContent(Wav(), "audio/wav"), new TextContent("What is it?")]);

    private static byte[] Wav() => WavWriter.Encode(AudioClip.Mono([.. Enumerable.Range(0, 1600).Select(i => i % 100 / 128f)], 16000));

    private static string Text(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Audire.slnx"))) at = at.Parent;
        return at.FullName;
    }
}
