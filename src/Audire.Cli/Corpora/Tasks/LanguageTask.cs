using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Which of nine languages is spoken: people's voices, those of the test split heard in no other; synthetic voices are a minority of what trains.</summary>
internal sealed class LanguageTask : ICorpusTask
{
    private static readonly Quota People = new(190, 10, 22), Synthetic = new(50, 4, 0);
    private const int PiecesOfOne = 3, WordsOfOne = 3, Rounds = 3, MostChunks = 40;

    public string Name => "language";

    public IReadOnlyList<string> Labels { get; } = [.. GeneratedLanguages.Names.Order(StringComparer.Ordinal)];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
            foreach (var language in Labels)
            {
                var people = library.Of(split, recording => recording.Language == language && !recording.IsGenerated && recording.Collection != "fsdd").ToList();
                var units = Units(RecordingLibrary.Spread(people.Where(recording => !recording.IsOneEvent), $"language {language} {split}"))
                    .Concat(Words(RecordingLibrary.Spread(people.Where(recording => recording.IsOneEvent), $"words {language} {split}"))).ToList();
                foreach (var (parts, treatment) in Chance.Of("language", language, split.Name()).Shuffled(units).Take(People.Of(split)))
                    plan.Add(split, parts, treatment, Ask.Closed(this, language));
                foreach (var recording in library.Of(split, recording => recording.Collection == "tts-languages" && recording.Language == language).Take(Synthetic.Of(split)))
                {
                    var (parts, treatment) = Pieces.Of(recording, 0);
                    plan.Add(split, parts, treatment, Ask.Closed(this, language));
                }
            }
    }

    private static IEnumerable<(Rendering.ClipPart[] Parts, Rendering.Treatment Treatment)> Units(IReadOnlyList<Recording> sentences) =>
        Pieces.InTurn(sentences, sentences.Count < 60 ? PiecesOfOne : 1, 400).Select(piece => Pieces.Of(piece.Recording, piece.Number));

    // Single words say little of a language: three of one speaker follow each other, each word in several company.
    private static IEnumerable<(Rendering.ClipPart[] Parts, Rendering.Treatment Treatment)> Words(IReadOnlyList<Recording> words) =>
        words.GroupBy(word => word.Speaker, StringComparer.Ordinal)
            .SelectMany(speaker => Enumerable.Range(0, Rounds).SelectMany(round => Chance.Of("round", speaker.Key, FormattableString.Invariant($"{round}")).Shuffled(speaker).Chunk(WordsOfOne))
                .Where(chunk => chunk.Length == WordsOfOne).Take(MostChunks))
            .Select(chunk => Pieces.Joined(chunk, speed: false));
}
