using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Audire.Audio;
using Audire.Cli.Hosting;
using Audire.Cli.Json;
using Audire.Cli.Terminal;
using Audire.Evaluation.Suites;

namespace Audire.Cli.Commands.Data;

/// <summary><c>audire data check</c>: are the recordings those that the manifest tells of.</summary>
internal static class DataCheckCommand
{
    private const double LengthTolerance = 0.011; // manifests state hundredths of a second

    public static Command Build(CommandIo io)
    {
        var manifest = DataCommand.ManifestArgument();
        var json = CommandOptions.Json("data check --json");
        var command = new Command("check", "Decode every recording of a manifest and compare length, hash and licence with it.") { manifest, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(() => Run(DataCommand.Read(parsed.GetValue(manifest)), parsed.GetValue(json), io, cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(Manifest manifest, bool json, CommandIo io, CancellationToken cancellationToken)
    {
        var problems = new List<DataProblem>();
        using (var progress = new ProgressLine(io, "checking", "clips"))
        {
            for (var i = 0; i < manifest.Rows.Count; i++)
            {
                progress.Report(i, manifest.Rows.Count);
                problems.AddRange(Problems(manifest.Rows[i], cancellationToken));
            }
        }
        if (json) io.WriteDocument(new DataCheck(problems.Count == 0, manifest.Rows.Count, problems), CliJson.Documents.DataCheck);
        else foreach (var problem in problems) io.Out.WriteLine($"{problem.File}: {problem.Problem}");

        if (problems.Count == 0)
        {
            io.Error.WriteLine($"All {manifest.Rows.Count} recordings of {manifest.Path} are as it tells.");
            return ExitCode.Done;
        }
        io.Error.WriteLine($"error: {manifest.Path}: {problems.Count} problems, the first in {problems[0].File}: {problems[0].Problem}. Restore the files, or correct the manifest.");
        return ExitCode.Failed;
    }

    private static IEnumerable<DataProblem> Problems(ManifestRow row, CancellationToken cancellationToken)
    {
        if (row.Licence.Length == 0) yield return new DataProblem(row.File, "no licence is stated");
        var path = row.PathOf();
        if (!File.Exists(path))
        {
            yield return new DataProblem(row.File, "the file is absent");
            yield break;
        }
        if (row["sha256"] is { Length: > 0 } expected && !string.Equals(Hash(path), expected, StringComparison.OrdinalIgnoreCase))
            yield return new DataProblem(row.File, "its content has another sha256 than stated");
        var (clip, fault) = Load(path, cancellationToken);
        if (fault is not null) yield return new DataProblem(row.File, fault);
        if (clip is not null && row.Seconds is { } stated && Math.Abs(clip.Duration.TotalSeconds - stated) > LengthTolerance)
            yield return new DataProblem(row.File, string.Create(CultureInfo.InvariantCulture, $"it lasts {clip.Duration.TotalSeconds:0.00} s, and {stated:0.00} s is stated"));
    }

    private static (AudioClip? Clip, string? Fault) Load(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (AudioFile.Load(path, cancellationToken), null);
        }
        catch (AudioFormatException error)
        {
            return (null, error.Message.TrimEnd('.'));
        }
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}

/// <summary>What <c>audire data check --json</c> writes.</summary>
/// <param name="Ok">True where nothing was found.</param>
/// <param name="Clips">Recordings looked at.</param>
/// <param name="Problems">What was found.</param>
internal sealed record DataCheck(bool Ok, int Clips, IReadOnlyList<DataProblem> Problems);

/// <summary>Something wrong with a recording.</summary>
/// <param name="File">The recording, as the manifest names it.</param>
/// <param name="Problem">What is wrong.</param>
internal sealed record DataProblem(string File, string Problem);
