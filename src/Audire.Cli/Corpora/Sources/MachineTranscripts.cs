using System.Text.Json;

namespace Audire.Cli.Corpora.Sources;

/// <summary>
/// What a recogniser wrote of LibriSpeech's recordings, word by word with times: <c>transcripts/librispeech.jsonl</c>, made by
/// <c>audire transcribe --words --json</c>. Pieces that end in a pause are used where the recogniser was sure of every word.
/// </summary>
internal static class MachineTranscripts
{
    private const double Longest = 5.5, Shortest = 1.2, Pause = 0.12, Margin = 0.1, LeastSure = 0.45;
    private const int MostLine = 1 << 20;

    /// <summary>Pieces of the recordings in the train and valid splits.</summary>
    public static IEnumerable<(Recording Recording, double Start, double End, string Text)> Pieces(RecordingLibrary library)
    {
        if (library.Transcripts is not { } path) yield break;
        var readers = library.All.Where(recording => recording.Collection == "librispeech" && recording.Split != CorpusSplit.Test).ToDictionary(recording => recording.Id, StringComparer.Ordinal);
        foreach (var line in File.ReadLines(path).Where(line => line.Length is > 0 and < MostLine))
        {
            using var document = JsonDocument.Parse(line);
            var name = Path.GetFileNameWithoutExtension(document.RootElement.GetProperty("file").GetString() ?? "");
            if (!readers.TryGetValue(name, out var recording)) continue;
            foreach (var (start, end, text) in Split([.. Words(document.RootElement)])) yield return (recording, start, end, text);
        }
    }

    /// <summary>Cuts words into pieces at pauses, as long as they may be; pieces with an unsure word or a figure are left out.</summary>
    internal static IEnumerable<(double Start, double End, string Text)> Split(IReadOnlyList<Word> words)
    {
        for (var first = 0; first < words.Count;)
        {
            var last = -1;
            for (var i = first; i < words.Count && words[i].End - words[first].Start <= Longest; i++)
                if (i + 1 == words.Count || words[i + 1].Start - words[i].End >= Pause) last = i;
            if (last < 0)
            {
                while (first + 1 < words.Count && words[first + 1].Start - words[first].End < Pause) first++; // no pause in reach
                first++;
                continue;
            }
            Word[] piece = [.. words.Skip(first).Take(last - first + 1)];
            var plain = piece.Select(word => PlainText.Of(word.Text)).ToList();
            if (piece[^1].End - piece[0].Start >= Shortest && plain.All(text => text.Length > 0) && piece.All(word => word.Probability >= LeastSure))
                yield return (Math.Max(0, piece[0].Start - Margin), piece[^1].End + Margin, string.Join(' ', plain));
            first = last + 1;
        }
    }

    private static IEnumerable<Word> Words(JsonElement root) => root.GetProperty("segments").EnumerateArray().SelectMany(segment => segment.GetProperty("words").EnumerateArray())
        .Select(word => new Word(word.GetProperty("word").GetString() ?? "", word.GetProperty("start").GetDouble(), word.GetProperty("end").GetDouble(), word.GetProperty("probability").GetDouble()));

    /// <summary>A word with its times in seconds.</summary>
    internal readonly record struct Word(string Text, double Start, double End, double Probability);
}
