using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>Arabic Speech Commands: thirty people say forty words, ten times each. Its own split, which keeps people apart, is followed.</summary>
internal sealed class ArabicCommands : ICorpusSource
{
    private const string Part = "git/arabic-speech-commands-dataset";
    private const int Takes = 2; // of ten: the others sound alike
    private static readonly Terms Licence = new("CC-BY-4.0", "Arabic Speech Commands, Ghandoura, Hjabo and Al Dakkak 2021, github.com/abdulkaderghandoura/arabic-speech-commands-dataset");

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        foreach (var (list, split) in new[] { ("train.csv", CorpusSplit.Train), ("val.csv", CorpusSplit.Valid), ("test.csv", CorpusSplit.Test) })
        {
            if (folder.Find($"{Part}/{list}") is not { } table) yield break;
            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var fields = line.Split(',');
                var parts = fields[0].Split('/');
                if (parts.Length != 3 || Path.GetFileNameWithoutExtension(parts[2]).Split("_NO_") is not [var person, var take]) continue;
                var path = Path.Combine(folder.Path, Part, fields[0]);
                if (!int.TryParse(take, System.Globalization.CultureInfo.InvariantCulture, out var number) || number > Takes || !File.Exists(path)) continue;
                yield return new Recording("arabic-commands", $"{parts[1]}/{Path.GetFileNameWithoutExtension(parts[2])}", split, SoundKind.Speech,
                    new FileSound(path, $"github abdulkaderghandoura/arabic-speech-commands-dataset@72f3438:{fields[0]}"), Licence)
                {
                    Speaker = $"arabic-{person}", Language = "Arabic", IsOneEvent = true,
                };
            }
        }
    }
}
