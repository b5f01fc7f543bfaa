using System.CommandLine;
using Audire.Cli.Corpora;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Suites;

namespace Audire.Cli.Commands.Data;

/// <summary><c>audire data check</c>: are the recordings those that the manifest tells of.</summary>
internal static class DataCheckCommand
{
    public static Command Build(CommandIo io)
    {
        var manifest = DataCommand.ManifestArgument();
        var json = CommandOptions.Json("data check --json");
        var command = new Command("check", "Decode every recording of a manifest and compare length, hash and licence with it; of a training corpus also splits, labels and what is kept out.") { manifest, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(() =>
        {
            var named = parsed.GetValue(manifest);
            var (path, check) = Check(named, cancellationToken);
            if (parsed.GetValue(json)) io.WriteDocument(check, CliJson.Documents.DataCheck);
            else foreach (var problem in check.Problems) io.Out.WriteLine($"line {problem.Line}, {problem.File}: {problem.Problem}");
            return End(check, path, io);
        }, cancellationToken));
        return command;
    }

    private static (string Path, DataCheck Check) Check(string? named, CancellationToken cancellationToken)
    {
        if (named is not null && CorpusManifest.Is(named))
        {
            var corpus = CorpusManifest.Read(named);
            return (corpus.Path, new DataCheck(corpus.Lines.Select(line => line.Path).Distinct(StringComparer.Ordinal).Count(), [.. CorpusCheck.Check(corpus, cancellationToken: cancellationToken)]));
        }
        var read = DataCommand.Read(named);
        return (read.Path, new DataCheck(read.Rows.Count, [.. ManifestCheck.Check(read, isOurs: named is null, cancellationToken)]));
    }

    private static int End(DataCheck check, string path, CommandIo io)
    {
        if (check.Ok)
        {
            io.Error.WriteLine($"All {check.Clips} recordings of {path} are as it tells.");
            return ExitCode.Done;
        }
        var first = check.Problems[0];
        io.Error.WriteLine($"error: {path} has {check.Problems.Count} problems, the first in line {first.Line}, {first.File}: {first.Problem} Restore the recordings, or correct the manifest.");
        return ExitCode.Failed;
    }
}

/// <summary>What <c>audire data check --json</c> writes.</summary>
/// <param name="Clips">Recordings looked at.</param>
/// <param name="Problems">What was found.</param>
internal sealed record DataCheck(int Clips, IReadOnlyList<ManifestProblem> Problems)
{
    /// <summary>True where nothing was found.</summary>
    public bool Ok => Problems.Count == 0;
}
