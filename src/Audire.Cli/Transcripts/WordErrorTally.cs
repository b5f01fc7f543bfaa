using System.Globalization;
using Audire.Metrics.Alignment;
using Audire.Metrics.Normalization;

namespace Audire.Cli.Transcripts;

/// <summary>Word errors over many recordings, by set and language, and pooled: every word weighs the same. Texts are normalised as Whisper's authors do.</summary>
internal sealed class WordErrorTally
{
    private readonly SortedDictionary<string, EditCounts> _sets = new(StringComparer.Ordinal);

    /// <summary>Counts one recording.</summary>
    /// <returns>Its own errors.</returns>
    public WordErrorLine Add(Reference reference, string heard)
    {
        var counts = TranscriptScore.Of(reference.Transcript, heard, TextNormalizers.WhisperFor(reference.Language)).Words;
        var set = string.Join('/', new[] { reference.Set, reference.Language ?? "" }.Where(part => part.Length > 0));
        _sets[set] = _sets.GetValueOrDefault(set) + counts;
        return new WordErrorLine(counts.Substitutions, counts.Deletions, counts.Insertions, counts.ReferenceLength);
    }

    /// <summary>Writes a line a set, then the pooled one.</summary>
    public void Write(TextWriter writer)
    {
        if (_sets.Count > 1)
            foreach (var (set, counts) in _sets) writer.WriteLine(Describe(set.Length > 0 ? set : "(no set)", counts));
        writer.WriteLine(Describe("pooled", _sets.Values.Aggregate(default(EditCounts), (sum, counts) => sum + counts)));
    }

    private static string Describe(string name, EditCounts counts) => string.Create(CultureInfo.InvariantCulture,
        $"{name}: {counts.Errors} word errors in {counts.ReferenceLength} words ({(counts.ErrorRate ?? 0) * 100:0.00} %): {counts.Substitutions} substitutions, {counts.Deletions} deletions, {counts.Insertions} insertions");
}
