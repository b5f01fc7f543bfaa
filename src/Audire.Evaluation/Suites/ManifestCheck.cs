using System.Globalization;
using System.Security.Cryptography;
using Audire.Audio;

namespace Audire.Evaluation.Suites;

/// <summary>Compares a manifest with its recordings.</summary>
public static class ManifestCheck
{
    // Manifests state two decimals.
    private const double DurationTolerance = 0.0051;

    private static readonly string[] Licences =
        ["CC0", "CC-BY", "Public Domain", "Apache-2.0", "MIT", "BSD", "GPL", "LGPL", "ODbL", "MPL", "own"];

    /// <summary>Every problem, one sentence each, in the manifest's order; empty where all is well.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="isOurs">True for data that the project ships: then <see cref="KeptOut"/> holds too, and every row needs a hash and whom to name.</param>
    /// <param name="cancellationToken">Stops between recordings.</param>
    public static IEnumerable<ManifestProblem> Check(Manifest manifest, bool isOurs = false, CancellationToken cancellationToken = default)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in manifest.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var problem in Check(row, isOurs).Concat(seen.Add(row.File) || !isOurs ? [] : ["The recording is listed twice."]))
                yield return new ManifestProblem(row.Line, row.File, problem);
        }
    }

    /// <summary>True where a licence is one whose terms this project knows, by how its name starts.</summary>
    public static bool IsKnownLicence(string licence) => Licences.Any(known => licence.StartsWith(known, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Check(ManifestRow row, bool isOurs)
    {
        if (row.Licence.Length == 0) yield return "No licence is stated.";
        else if (!IsKnownLicence(row.Licence)) yield return $"The licence '{SafePath.Shorten(row.Licence)}' is not one we know.";
        if (isOurs && row.Attribution.Length == 0) yield return "Nobody is named: fill in 'attribution' or 'source'.";
        if (isOurs && row["sha256"].Length == 0) yield return "There is no hash in the column 'sha256'.";
        if (isOurs && KeptOut.RuleFor(row) is { } rule) yield return $"It is kept out of every split: {rule}.";
        foreach (var problem in CheckFile(row)) yield return problem;
    }

    private static IEnumerable<string> CheckFile(ManifestRow row)
    {
        byte[] bytes;
        AudioClip clip;
        string? problem = null;
        try
        {
            var path = row.PathOf();
            bytes = File.ReadAllBytes(path);
            clip = AudioFile.Load(path);
        }
        catch (Exception e) when (e is SuiteException or AudioFormatException or IOException or UnauthorizedAccessException)
        {
            (bytes, clip, problem) = ([], AudioClip.Mono([], AudioClip.SpeechRate), e.Message);
        }

        if (problem is not null)
        {
            yield return problem;
            yield break;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (row["sha256"] is { Length: > 0 } stated && stated != hash) yield return $"Its SHA-256 is {hash}, the manifest states {SafePath.Shorten(stated)}.";
        double seconds = clip.Duration.TotalSeconds;
        if (row["dur_s"].Length > 0 && (row.Seconds is not { } length || Math.Abs(length - seconds) > DurationTolerance))
            yield return string.Create(CultureInfo.InvariantCulture, $"It lasts {seconds:0.###} s, the manifest states '{SafePath.Shorten(row["dur_s"])}'.");
    }
}

/// <summary>What is wrong with one row.</summary>
/// <param name="Line">Its line in the manifest, from 1.</param>
/// <param name="File">The recording.</param>
/// <param name="Problem">One sentence.</param>
public sealed record ManifestProblem(int Line, string File, string Problem);
