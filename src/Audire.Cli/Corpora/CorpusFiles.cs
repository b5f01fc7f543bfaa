using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Audire.Cli.Corpora;

/// <summary>The lists beside the clips: <c>manifest.jsonl</c>, <c>attribution.tsv</c>, and the test split as a suite (<c>test-suite.yaml</c> over <c>test.tsv</c>).</summary>
internal static class CorpusFiles
{
    /// <summary>The manifest's name.</summary>
    public const string Manifest = "manifest.jsonl";

    /// <summary>Writes all of them, each under another name until it is whole.</summary>
    public static void Write(string folder, IReadOnlyList<MadeClip> clips)
    {
        Save(folder, "attribution.tsv", Attribution(clips));
        Save(folder, "test.tsv", TestTable(folder, clips));
        Save(folder, "test-suite.yaml", TestSuite.Lines(clips));
        Save(folder, Manifest, clips.SelectMany(clip => clip.Plan.Examples.Select(example => JsonSerializer.Serialize(CorpusLine.Of(clip, example), CorpusJson.Lines.CorpusLine))));
    }

    private static void Save(string folder, string name, IEnumerable<string> lines)
    {
        var target = Path.Combine(folder, name);
        var temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var writer = new StreamWriter(temporary, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" })
                foreach (var line in lines) writer.WriteLine(line);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // One line a recording: whoever passes the clips on has to name these people.
    private static IEnumerable<string> Attribution(IEnumerable<MadeClip> clips) =>
        clips.SelectMany(clip => clip.Plan.Recordings).DistinctBy(recording => recording.Key).OrderBy(recording => recording.Key, StringComparer.Ordinal)
            .Select(recording => Row(recording.Key, recording.Split.Name(), recording.Terms.Licence, recording.Terms.Attribution, recording.Origin.Source))
            .Prepend(Row("recording", "split", "licence", "attribution", "source"));

    private static IEnumerable<string> TestTable(string folder, IEnumerable<MadeClip> clips) =>
        clips.Where(clip => clip.Plan.Split == CorpusSplit.Test).SelectMany(clip => clip.Plan.Examples.Select(example =>
        {
            var line = CorpusLine.Of(clip, example);
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, line.Path))));
            return Row(
                example.Task, line.Path, clip.Seconds.ToString("0.00", CultureInfo.InvariantCulture), line.Label, line.Speaker, example.Label.Length == 0 ? example.Answer : "",
                line.Generated ? "generated" : "real", line.Licence, line.Source, string.Join(" + ", clip.Plan.Recordings.Select(recording => recording.Terms.Attribution).Distinct(StringComparer.Ordinal)), hash);
        })).Prepend(Row("set", "file", "dur_s", "label", "speaker", "transcript", "made", "licence", "source", "attribution", "sha256"));

    private static string Row(params ReadOnlySpan<string> fields)
    {
        var row = new StringBuilder();
        foreach (var field in fields) row.Append(row.Length == 0 ? "" : "\t").Append(field.Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' '));
        return row.ToString();
    }
}
