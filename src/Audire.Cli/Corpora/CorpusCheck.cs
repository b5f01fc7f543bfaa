using Audire.Audio;
using Audire.Evaluation.Suites;

namespace Audire.Cli.Corpora;

/// <summary>What <c>audire data check</c> finds in a training corpus.</summary>
internal static class CorpusCheck
{
    private const double DurationTolerance = 0.0011; // three decimals
    private static readonly string[] Splits = ["train", "valid", "test"];

    /// <summary>Every problem, one sentence each; those of lines first, in order, then those of the whole.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="decode">False where files are only looked for, not decoded.</param>
    /// <param name="cancellationToken">Stops between lines.</param>
    public static IEnumerable<ManifestProblem> Check(CorpusManifest manifest, bool decode = true, CancellationToken cancellationToken = default)
    {
        var seen = new HashSet<(string, string)>();
        var heard = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (index, line) in manifest.Lines.Index())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var problem in CheckLine(line).Concat(seen.Add((line.Path, line.Task)) ? [] : ["The clip is asked about twice for one task."]))
                yield return new ManifestProblem(index + 1, line.Path, problem);
            if (!heard.TryGetValue(line.Path, out var file)) file = heard[line.Path] = CheckFile(manifest, line, decode);
            if (file is not null) yield return new ManifestProblem(index + 1, line.Path, file);
        }
        foreach (var problem in Mixed(manifest, "speaker", line => line.Speaker).Concat(Mixed(manifest, "original recording", line => line.Clip)).Concat(Labels(manifest))) yield return problem;
    }

    private static IEnumerable<string> CheckLine(CorpusLine line)
    {
        if (!Splits.Contains(line.Split, StringComparer.Ordinal)) yield return $"The split '{Shown.Short(line.Split)}' is none of {string.Join(", ", Splits)}.";
        if (line.Task.Length == 0) yield return "No task is stated.";
        if (line.Text.Length == 0) yield return "There is no answer in 'text'.";
        if (line.Question.Length == 0) yield return "There is no question in 'Q'.";
        if (line.Licence.Length == 0) yield return "No licence is stated.";
        foreach (var licence in line.Licence.Split(", ", StringSplitOptions.RemoveEmptyEntries).Where(licence => !ManifestCheck.IsKnownLicence(licence)))
            yield return $"The licence '{Shown.Short(licence)}' is not one we know.";
        if (line.Source.Split(" + ").Append(line.Path).Select(KeptOut.RuleFor).FirstOrDefault(rule => rule is not null) is { } kept) yield return $"It is kept out of every split: {kept}.";
    }

    private static string? CheckFile(CorpusManifest manifest, CorpusLine line, bool decode)
    {
        if (!CorpusManifest.IsPlain(line.Path)) return "The path leads out of the manifest's folder, or is not written with '/'.";
        var path = manifest.PathOf(line);
        if (!File.Exists(path)) return "There is no such file.";
        if (!decode) return null;
        try
        {
            var seconds = AudioFile.Load(path).Duration.TotalSeconds;
            return Math.Abs(seconds - line.Seconds) > DurationTolerance ? FormattableString.Invariant($"It lasts {seconds:0.###} s, the manifest states {line.Seconds:0.###}.") : null;
        }
        catch (Exception error) when (error is AudioFormatException or IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    private static IEnumerable<ManifestProblem> Mixed(CorpusManifest manifest, string what, Func<CorpusLine, string> of)
    {
        var first = new Dictionary<string, string>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, line) in manifest.Lines.Index())
            foreach (var name in of(line).Split('+', StringSplitOptions.RemoveEmptyEntries))
                if (!first.TryAdd(name, line.Split) && first[name] != line.Split && told.Add(name))
                    yield return new ManifestProblem(index + 1, line.Path, $"The {what} '{Shown.Short(name)}' is in {line.Split} and in {first[name]}: no split may share one.");
    }

    private static IEnumerable<ManifestProblem> Labels(CorpusManifest manifest)
    {
        foreach (var task in manifest.Lines.Where(line => line.Label.Length > 0).GroupBy(line => line.Task, StringComparer.Ordinal))
        {
            var trained = task.Where(line => line.Split == "train").Select(line => line.Label).ToHashSet(StringComparer.Ordinal);
            foreach (var label in task.Select(line => line.Label).Distinct(StringComparer.Ordinal).Where(label => !trained.Contains(label)))
                yield return new ManifestProblem(0, task.Key, $"The label '{Shown.Short(label)}' is in no training clip.");
        }
    }
}
