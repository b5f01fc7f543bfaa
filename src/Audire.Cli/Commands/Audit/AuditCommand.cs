using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Systems;
using Audire.Cli.Terminal;
using Audire.Evaluation.Clients;
using Audire.Evaluation.Runs;
using Audire.Evaluation.Suites;
using Audire.Reporting;

namespace Audire.Cli.Commands.Audit;

/// <summary><c>audire audit</c>: a suite on systems, into a run folder with a report.</summary>
internal sealed class AuditCommand
{
    public const string Description = "Evaluate systems on a suite of recordings; without arguments the embedded suite on the embedded models.";

    private readonly Argument<string?> _suite = new("suite") { Description = "A suite: a YAML file, a folder with suite.yaml, or the name of a shipped one (salmonn); the small embedded one where it is left out. Example: my-suite.yaml", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _data = CommandOptions.Value<string?>("--data", "A manifest of recordings to take instead of the suite's own: .tsv, .jsonl, .json, or a folder with one", "the suite's", "my/annotation.json");
    private readonly Option<string[]> _systems = CommandOptions.Values("--systems",
        "What to audit: a model, cascade:RECOGNISER+MODEL, openai:MODEL@BASE_ADDRESS, gemini:MODEL, http:FILE.yaml; the constant baselines come with them", string.Join(' ', SystemFactory.Default), "whisper-base openai:gpt-4o-audio-preview@https://api.openai.com/v1");
    private readonly Option<string?> _judge = CommandOptions.Value<string?>("--judge", "Who judges free answers: a language model or a remote system, whose words are kept; where a suite says what is judged, its verdict takes the place of the rule's", "rules decide", "openai:gpt-4o@https://api.openai.com/v1");
    private readonly Option<bool> _dryRun = CommandOptions.Flag("--dry-run", "Say how many requests, how much sound and what cost, and ask nothing", "audit --dry-run");
    private readonly Option<bool> _noReport = CommandOptions.Flag("--no-report", "Leave the report out", "audit --no-report");
    private readonly Option<string?> _keys = CommandOptions.Value<string?>("--keys", "A YAML file with keys and prices of remote systems", "OPENAI_API_KEY and GEMINI_API_KEY of the environment", "keys.yaml");
    private readonly Option<bool> _json = CommandOptions.Json("audit --json");
    private readonly AuditOptionSet _options;
    private readonly EngineOptions _engine;
    private readonly CommandIo _io;

    private AuditCommand(Command command, CommandIo io)
    {
        _io = io;
        command.Add(_suite);
        command.Add(_data);
        command.Add(_systems);
        command.Add(_judge);
        _options = new AuditOptionSet(command);
        foreach (var option in new Option[] { _dryRun, _noReport, _keys, _json }) command.Add(option);
        _engine = new EngineOptions(command);
        command.Validators.Add(result =>
        {
            if (_options.HasJudgePrompt(result) && result.GetValue(_judge) is null) result.AddError("--judge-prompt needs a --judge to ask");
        });
        command.SetAction(RunAsync);
    }

    public static Command Build(CommandIo io)
    {
        var command = new Command("audit", Description);
        _ = new AuditCommand(command, io);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var begun = _options.Resume(parsed) is { } resumed ? SpecOf(resumed) : null;
        var suite = SuiteOf(parsed, begun);
        var names = parsed.GetValue(_systems) is { Length: > 0 } given ? SystemFactory.Split(given) : begun?.Systems.Select(system => system.Name).ToArray() ?? SystemFactory.Default;
        using var systems = SystemSet.Create(names, () => _engine.Start(parsed), parsed.GetValue(_keys), parsed.GetValue(_judge) ?? begun?.Judge?.Name);
        var options = _options.Read(parsed, begun, [.. parsed.Tokens.Select(token => token.Value)], systems.Engine) with { Judge = systems.Judge };
        if (parsed.GetValue(_dryRun)) return Plan(RunPlan.Make(suite, systems.All, options), parsed.GetValue(_json));

        var outcome = await AuditAsync(suite, systems.All, options, cancellationToken);
        var report = parsed.GetValue(_noReport) ? null : await ReportBuilder.Build(outcome.Directory, Path.Combine(outcome.Directory, "report"), cancellationToken);
        if (parsed.GetValue(_json)) _io.WriteDocument(new AuditOutput(1, outcome.Directory, report, outcome.Stats.Cells, outcome.Stats.Board, clock.Elapsed.TotalSeconds) { NotRun = outcome.Stats.NotRun }, CliJson.Documents.AuditOutput);
        else Print(outcome, report);
        return End(outcome);
    }

    private Suite SuiteOf(ParseResult parsed, RunSpec? begun)
    {
        // A run that goes on reads the recordings it began with.
        var data = parsed.GetValue(_data) ?? (begun?.Suite.Manifest is { Length: > 0 } manifest ? manifest : null);
        if ((parsed.GetValue(_suite) ?? begun?.Suite.Source) is not { } source)
            return data is null ? ShippedData.Suite() : throw new UsageException("--data needs a suite that asks about the recordings; write, say, audire audit salmonn --data MANIFEST.");
        return Suite.Read(!Path.Exists(source) && ShippedData.Find(source) is { } shipped ? shipped : source, data);
    }

    private async Task<RunOutcome> AuditAsync(Suite suite, IReadOnlyList<ISystem> systems, RunOptions options, CancellationToken cancellationToken)
    {
        try
        {
            using var progress = new ProgressLine(_io, "auditing", "answers");
            return await new AuditRunner().RunAsync(suite, systems, options, new ProgressTo(progress), cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && Directory.Exists(options.Directory))
        {
            _io.Error.WriteLine($"What was answered is kept; go on with: audire audit --resume {options.Directory}");
            throw;
        }
    }

    private static RunSpec SpecOf(string folder)
    {
        using var run = RunFolder.Open(folder);
        return run.Spec;
    }

    private int Plan(RunPlan plan, bool json)
    {
        if (json)
        {
            _io.WriteDocument(new AuditPlan(plan.Requests, plan.AudioSeconds, plan.Cost, plan.Entries), CliJson.Documents.AuditPlan);
            return ExitCode.Done;
        }
        var table = new TableView("system", "scenario", ">requests", ">seconds of sound", ">cost");
        foreach (var entry in plan.Entries)
            table.Add(entry.System, entry.Scenario, entry.Requests.ToString(CultureInfo.InvariantCulture), entry.AudioSeconds.ToString("0.0", CultureInfo.InvariantCulture), Cost(entry.Cost));
        table.Add("all", "", plan.Requests.ToString(CultureInfo.InvariantCulture), plan.AudioSeconds.ToString("0.0", CultureInfo.InvariantCulture), Cost(plan.Cost));
        table.Write(_io);
        return ExitCode.Done;

        static string Cost(double? cost) => cost?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";
    }

    private void Print(RunOutcome outcome, string? report)
    {
        BoardView.Write(outcome.Stats.Board, outcome.Stats.Cells, _io);
        BoardView.WriteNotRun(outcome.Stats.NotRun, _io);
        _io.Out.WriteLine();
        _io.Out.WriteLine($"run     {Path.GetFullPath(outcome.Directory)}");
        if (report is not null) _io.Out.WriteLine($"report  {Path.GetFullPath(report)}");
    }

    private int End(RunOutcome outcome)
    {
        foreach (var problem in outcome.Problems) _io.Error.WriteLine($"error: {problem}");
        return outcome.Passed ? ExitCode.Done : ExitCode.Failed;
    }

    // System.Progress posts to the thread pool, where reports overtake one another.
    private sealed class ProgressTo(ProgressLine line) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => line.Report(value.Done, value.Total, $"{value.System}, {value.Scenario}{(value.Failed > 0 ? $", {value.Failed} failed" : "")}", value.PerSecond);
    }
}
