using System.Text.Json;
using Audire.Cli.Hosting;
using Xunit;

namespace Audire.Tests.Cli;

/// <summary><c>audire audit</c>, <c>runs</c> and <c>report</c> over the shipped suite: with the constant baselines, which answer at once, and once with real models.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audire-audit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_document_has_the_promised_fields_and_the_run_folder_its_files()
    {
        var run = await AuditAsync("one");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var document = run.Document();
        Assert.Equal(1, document.GetProperty("schema").GetInt32());
        Assert.True(File.Exists(document.GetProperty("report").GetString()));
        Assert.True(document.GetProperty("seconds").GetDouble() > 0);
        foreach (var cell in document.GetProperty("cells").EnumerateArray())
        {
            foreach (var text in new[] { "system", "scenario", "aspect", "metric" }) Assert.NotEmpty(cell.GetProperty(text).GetString()!);
            foreach (var number in new[] { "n", "missing", "failed" }) Assert.True(cell.GetProperty(number).GetInt32() >= 0);
            foreach (var value in new[] { "value", "low", "high" }) Assert.True(cell.GetProperty(value).ValueKind is JsonValueKind.Number or JsonValueKind.Null);
            Assert.Equal(JsonValueKind.String, cell.GetProperty("interval").ValueKind);
            Assert.True(cell.GetProperty("higherIsBetter").ValueKind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null);
        }
        Assert.Equal(["chance", "empty", "majority"], document.GetProperty("board").EnumerateArray().Select(row => row.GetProperty("system").GetString()!).Order(StringComparer.Ordinal));
        foreach (var row in document.GetProperty("board").EnumerateArray())
        {
            Assert.True(row.GetProperty("rank").GetInt32() >= 1);
            Assert.True(row.TryGetProperty("score", out _) && row.TryGetProperty("low", out _) && row.TryGetProperty("high", out _) && row.TryGetProperty("tie", out _));
        }
        Assert.All(new[] { "spec.json", "run.db", "stats.json", "items.jsonl" }, file => Assert.True(File.Exists(Path.Combine(_folder, "one", file)), file));
    }

    [Fact]
    public async Task A_run_is_continued_listed_shown_compared_exported_and_merged()
    {
        await AuditAsync("one", "--no-report");
        await AuditAsync("two", "--no-report");
        var (one, two) = (Path.Combine(_folder, "one"), Path.Combine(_folder, "two"));

        var resumed = await CommandRun.InProcessAsync("audit", "--resume", one, "--no-report", "--json");
        Assert.True(resumed.ExitCode == ExitCode.Done, resumed.Error);

        var list = (await CommandRun.InProcessAsync("runs", "list", _folder, "--json")).Document().GetProperty("runs").EnumerateArray().ToList();
        Assert.Equal(2, list.Count);
        Assert.All(list, run => Assert.True(run.GetProperty("complete").GetBoolean()));

        var shown = (await CommandRun.InProcessAsync("runs", "show", one, "--json")).Document();
        Assert.Equal(list[0].GetProperty("suite").GetString(), shown.GetProperty("spec").GetProperty("suite").GetProperty("name").GetString());

        var cells = (await CommandRun.InProcessAsync("runs", "diff", one, two, "--json")).Document().GetProperty("cells").EnumerateArray().ToList();
        Assert.NotEmpty(cells);
        Assert.All(cells, cell => Assert.Equal(0, cell.GetProperty("flipped").GetInt32()));

        var csv = (await CommandRun.InProcessAsync("runs", "export", one, "--csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("system,scenario,", csv[0], StringComparison.Ordinal);
        var lines = (await CommandRun.InProcessAsync("runs", "export", one, "--jsonl")).Lines();
        Assert.All(lines, line => Assert.True(line.TryGetProperty("answer", out _)));

        var merged = await CommandRun.InProcessAsync("runs", "merge", one, two, "--out", Path.Combine(_folder, "whole"), "--json");
        Assert.Equal(lines.Count, merged.Document().GetProperty("answered").GetInt32());
    }

    [Fact]
    public async Task The_tasks_of_salmonn_are_asked_over_data_of_a_users_own_and_the_run_goes_on_with_it()
    {
        var clip = Path.Combine(_folder, "clip.wav");
        Audire.Tests.Evaluation.SmallSuite.WriteTone(clip, 400);
        var data = Path.Combine(_folder, "annotation.json");
        await File.WriteAllTextAsync(data, """{"annotation":[{"path":"clip.wav","text":"one two"},{"path":"clip.wav","text":"a tone","task":"audiocaption"}]}""", TestContext.Current.CancellationToken);
        string[] arguments = ["audit", "salmonn", "--data", data, "--systems", "chance", "--out", Path.Combine(_folder, "run"), "--json"];

        var run = await CommandRun.InProcessAsync(arguments);
        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        var document = run.Document();
        Assert.Equal(["asr", "audio_captioning"], document.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("scenario").GetString()!).Distinct());
        var notRun = document.GetProperty("notRun").EnumerateArray().Select(scenario => (scenario.GetProperty("name").GetString()!, scenario.GetProperty("reason").GetString()!)).ToArray();
        Assert.Contains(("keywords", "no clips for task keywords"), notRun);
        Assert.Equal(15, notRun.Length);
        Assert.Contains("no clips for task keywords", await File.ReadAllTextAsync(document.GetProperty("report").GetString()!, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var resumed = await CommandRun.InProcessAsync("audit", "--resume", Path.Combine(_folder, "run"), "--no-report");
        Assert.True(resumed.ExitCode == ExitCode.Done, resumed.Error);
        Assert.Contains("not run: keywords, no clips for task keywords", resumed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_report_is_built_once_and_found_again()
    {
        await AuditAsync("one", "--no-report");

        var first = (await CommandRun.InProcessAsync("report", Path.Combine(_folder, "one"), "--json")).Document().GetProperty("report").GetString()!;
        var written = File.GetLastWriteTimeUtc(first);
        var second = (await CommandRun.InProcessAsync("report", Path.Combine(_folder, "one"), "--json")).Document().GetProperty("report").GetString()!;

        Assert.Equal(Path.GetFullPath(first), Path.GetFullPath(second));
        Assert.Equal(written, File.GetLastWriteTimeUtc(second));
    }

    [Fact]
    public async Task A_dry_run_counts_and_asks_nothing()
    {
        var run = await AuditAsync("one", "--dry-run");

        Assert.True(run.Document().GetProperty("requests").GetInt32() > 0);
        Assert.True(run.Document().GetProperty("audioSeconds").GetDouble() > 0);
        Assert.False(Directory.Exists(Path.Combine(_folder, "one")));
    }

    [Fact]
    public async Task A_value_below_what_was_asked_for_fails_and_still_writes_everything()
    {
        var run = await AuditAsync("one", "--fail-under", "empty/sound_recognition/accuracy=0.5");

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("empty/sound_recognition/accuracy", run.LastErrorLine, StringComparison.Ordinal);
        Assert.True(File.Exists(run.Document().GetProperty("report").GetString()));
    }

    [Theory]
    [InlineData("--shard", "5/4")]
    [InlineData("--fail-under", "nonsense")]
    [InlineData("--concurrency", "0")]
    [InlineData("--out", "a", "--resume", "b")]
    [InlineData("--systems", "cascade:nonsense")]
    [InlineData("--data", "manifest.tsv")]
    [InlineData("--judge", "chance")]
    public async Task Senseless_options_are_wrong_usage(params string[] options)
    {
        var run = await CommandRun.InProcessAsync(["audit", "--quick", .. options]);

        Assert.True(run.ExitCode == ExitCode.WrongUsage, run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task A_model_that_is_not_here_is_named_with_what_to_do()
    {
        var run = await CommandRun.InProcessAsync("audit", "--systems", "no-such-model", "--out", Path.Combine(_folder, "one"));

        Assert.Equal(ExitCode.Failed, run.ExitCode);
        Assert.Contains("no-such-model", run.LastErrorLine, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "one")));
    }

    [Fact]
    public async Task Real_models_are_audited_alone_and_in_a_cascade()
    {
        var recogniser = Shipped.Recogniser();
        var model = Shipped.LanguageModel();

        var run = await CommandRun.InProcessAsync("audit", "--aspect", "multilinguality", "--limit", "1", "--systems", recogniser, $"cascade:{recogniser}+{model}",
            "--out", Path.Combine(_folder, "real"), "--json");

        Assert.True(run.ExitCode == ExitCode.Done, run.Error);
        Assert.Equal(5, run.Document().GetProperty("board").GetArrayLength());
        Assert.All(run.Document().GetProperty("cells").EnumerateArray(), cell => Assert.Equal(0, cell.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public async Task An_interrupted_audit_keeps_its_answers_says_how_to_go_on_and_goes_on()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        var recogniser = Shipped.Recogniser();
        var run = Path.Combine(_folder, "run");
        string[] args = ["audit", "--aspect", "multilinguality", "--limit", "15", "--systems", recogniser, "--out", run, "--no-report"];
        using var process = ToolProcess.Start(args);
        string? line;
        do line = await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        while (line is not null && !line.StartsWith("auditing:", StringComparison.Ordinal));
        System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();

        var stopped = await ToolProcess.FinishAsync(process);
        var resumed = await CommandRun.InProcessAsync("audit", "--resume", run, "--no-report", "--json");

        Assert.Equal(ExitCode.Stopped, stopped.ExitCode);
        Assert.True(resumed.ExitCode == ExitCode.Done, resumed.Error);
        Assert.All(resumed.Document().GetProperty("cells").EnumerateArray(), cell => Assert.Equal(0, cell.GetProperty("failed").GetInt32()));
    }

    private Task<CommandRun> AuditAsync(string name, params string[] options) =>
        CommandRun.InProcessAsync(["audit", "--systems", "empty", "--quick", "--out", Path.Combine(_folder, name), "--json", .. options]);
}
