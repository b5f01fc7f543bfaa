using System.CommandLine;
using System.Globalization;
using Audire.Cli.Hosting;
using Audire.Evaluation.Runs;
using Audire.Metrics.Judging;

namespace Audire.Cli.Commands.Audit;

/// <summary>The options of <c>audire audit</c>.</summary>
internal sealed class AuditOptionSet
{
    private readonly Option<string[]> _aspects = CommandOptions.Values("--aspect", "Aspects to run", "all", "robustness fairness");
    private readonly Option<int?> _limit = CommandOptions.Value<int?>("--limit", "Recordings a scenario takes at most", "all", "20").Within(1, int.MaxValue);
    private readonly Option<bool> _quick = CommandOptions.Flag("--quick", "Take as few recordings as each scenario's 'quick' says: a try-out, not a result", "audit --quick");
    private readonly Option<string?> _out = CommandOptions.Value<string?>("--out", "The run folder to make", "runs/ and the time", "runs/mine");
    private readonly Option<string?> _resume = CommandOptions.Value<string?>("--resume", "Continue the run in this folder; suite, systems and limits are taken from it", "a new run", "runs/20261125-101500");
    private readonly Option<int?> _concurrency = CommandOptions.Value<int?>("--concurrency", "Requests in flight at once; above 1 only for remote systems", "1", "8").Within(1, 256);
    private readonly Option<double?> _maxCost = CommandOptions.Value<double?>("--max-cost", "What priced systems may cost; nothing that might exceed it is sent", "no bound", "2.50").Within(0.0, double.MaxValue);
    private readonly Option<double?> _maxFailed = CommandOptions.Value<double?>("--max-failed", "The share of failed requests, 0 to 1, above which the run fails", "0", "0.05").Within(0.0, 1.0);
    private readonly Option<string[]> _failUnder = CommandOptions.Values("--fail-under", "A value that a cell must reach: SYSTEM/SCENARIO/METRIC=VALUE", "none", "whisper-base/speech_recognition/wer=0.2");
    private readonly Option<string?> _shard = CommandOptions.Value<string?>("--shard", "The part of the suite to run, for several machines: i/n", "1/1", "2/4");

    private readonly Option<string?> _compat = CommandOptions.Value<string?>("--compat", "Score as another board does, quirks included: helm", "strict scoring", "helm").From("helm");
    private readonly Option<string?> _judgePrompt = CommandOptions.Value<string?>("--judge-prompt",
        "A file with a prompt of your own for ratings: {{ground_truth}} and {{orig_response}} stand for reference and answer, and a line 'Rating: N' is read from the reply", "Audire's own", "prompt.txt");

    /// <summary>Declares the options on a command.</summary>
    public AuditOptionSet(Command command)
    {
        foreach (var option in new Option[] { _aspects, _limit, _quick, _out, _resume, _concurrency, _maxCost, _maxFailed, _failUnder, _shard, _compat, _judgePrompt }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_out) is not null && result.GetValue(_resume) is not null) result.AddError("--out makes a run and --resume continues one; give one of them");
            if (result.GetValue(_shard) is { } shard) CheckForm(() => Shard.Parse(shard));
            foreach (var rule in result.GetValue(_failUnder) ?? []) CheckForm(() => CellRule.Parse(rule));

            void CheckForm(Action parse)
            {
                try
                {
                    parse();
                }
                catch (FormatException error)
                {
                    result.AddError(error.Message);
                }
            }
        });
    }

    /// <summary>The run to continue; null for a new one.</summary>
    public string? Resume(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>Whether a prompt for a judge is named.</summary>
    public bool HasJudgePrompt(System.CommandLine.Parsing.CommandResult result) => result.GetValue(_judgePrompt) is not null;

    /// <summary>The options in force.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="begun">The run that is continued; null for a new one.</param>
    /// <param name="given">The command line as typed.</param>
    /// <param name="engine">Device, dtype, threads and libtorch.</param>
    public RunOptions Read(ParseResult parsed, RunSpec? begun, IReadOnlyList<string> given, IReadOnlyDictionary<string, string> engine)
    {
        var inForce = begun?.Arguments.InForce;
        var aspects = parsed.GetValue(_aspects) is { Length: > 0 } named ? named : Kept("aspects") is { } kept ? kept.Split(',') : [];
        return new RunOptions
        {
            Directory = Resume(parsed) ?? parsed.GetValue(_out) ?? NewFolder(),
            Resume = Resume(parsed) is not null,
            Aspects = aspects,
            Limit = parsed.GetValue(_limit) ?? (Kept("limit") is { } limit ? int.Parse(limit, CultureInfo.InvariantCulture) : null),
            Quick = parsed.GetValue(_quick) || Kept("quick") == "true",
            Concurrency = parsed.GetValue(_concurrency) ?? 1,
            MaxCost = parsed.GetValue(_maxCost),
            MaxFailed = parsed.GetValue(_maxFailed) ?? 0,
            FailUnder = [.. (parsed.GetValue(_failUnder) ?? []).Select(CellRule.Parse)],
            Shard = (parsed.GetValue(_shard) ?? Kept("shard")) is { } shard ? Shard.Parse(shard) : Shard.Whole,
            RatingPrompt = parsed.GetValue(_judgePrompt) is { } prompt ? ReadPrompt(prompt) : begun?.JudgePrompt is { } told ? new JudgePrompt(told) : null,
            CompatibleWithHelm = (parsed.GetValue(_compat) ?? Kept("compat")) == "helm",
            Given = given,
            Engine = engine,
        };

        string? Kept(string name) => inForce?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    private static JudgePrompt ReadPrompt(string path)
    {
        const int Most = 1 << 20;
        if (!File.Exists(path)) throw new CommandException($"There is no file {path}.");
        if (new FileInfo(path).Length > Most) throw new CommandException($"{path} is no prompt: it has more than {Most} bytes.");
        try
        {
            return new JudgePrompt(File.ReadAllText(path));
        }
        catch (ArgumentException error)
        {
            throw new CommandException($"{path}: {error.Message.Split(" (Parameter", 2)[0]}", error);
        }
    }

    // Sorts by time, and needs no escaping anywhere.
    internal static string NewFolder() => Path.Combine("runs", TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
}
