using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>
/// LibriSpeech train-clean-100 as resemble-ai/Resemblyzer has it: the first sentence of one reader each. Split by reader. The sex is the corpus's own,
/// left blank for readers whose voice contradicts it.
/// </summary>
internal sealed class LibriSpeech : ICorpusSource
{
    private const string Part = "git/Resemblyzer/audio_data/librispeech_train-clean-100";
    private static readonly string[] Doubtful = ["118", "2691", "4267", "5561", "8226"];
    private static readonly Terms Licence = new("CC-BY-4.0", "LibriSpeech ASR corpus, Vassil Panayotov 2014, from LibriVox readings, openslr.org/12");

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        var table = folder.Find($"{Part}/SPEAKERS.TXT");
        if (table is null) yield break;
        var sexes = File.ReadLines(table).Where(line => !line.StartsWith(';')).Select(line => line.Split('|')).Where(fields => fields.Length >= 3)
            .ToDictionary(fields => fields[0].Trim(), fields => fields[1].Trim() == "F" ? "female" : "male", StringComparer.Ordinal);
        foreach (var (path, name) in folder.Files(Part, "*.flac"))
        {
            var reader = name.Split('-')[0];
            yield return new Recording("librispeech", Path.GetFileNameWithoutExtension(name), SplitOf(name, reader), SoundKind.Speech,
                new FileSound(path, $"github resemble-ai/Resemblyzer@15d828e:audio_data/librispeech_train-clean-100/{name}"), Licence)
            {
                Speaker = $"librispeech-{reader}", Language = "English",
                Sex = Doubtful.Contains(reader, StringComparer.Ordinal) ? "" : sexes.GetValueOrDefault(reader, ""),
            };
        }
    }

    private static CorpusSplit SplitOf(string name, string reader) =>
        ShippedRecordings.Has(Path.GetFileNameWithoutExtension(name)) ? CorpusSplit.Test : CorpusSplits.Draw($"librispeech-{reader}", valid: 0.1, test: 0.2);
}
