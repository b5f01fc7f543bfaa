using Audire.Evaluation.Suites;

namespace Audire.Cli.Corpora.Sources;

/// <summary>All recordings that may be used, of all sources.</summary>
internal sealed class RecordingLibrary
{
    /// <summary>The sources of the corpus.</summary>
    public static IReadOnlyList<ICorpusSource> Sources { get; } =
    [
        new SpokenDigits(), new EnvironmentalSounds(), new LibriSpeech(), new ArabicCommands(), new TelephonePrompts(), new SpokenWords(), new EventSounds(), new MusicPieces(),
        new ComputedNoises(), new GeneratedSpeech(), new GeneratedLanguages(),
    ];

    private RecordingLibrary(IReadOnlyList<Recording> all, string? transcripts) => (All, Transcripts) = (all, transcripts);

    /// <summary>Where a recogniser's transcripts of LibriSpeech lie; null where there are none.</summary>
    public string? Transcripts { get; }

    /// <summary>The recordings, in the sources' order.</summary>
    public IReadOnlyList<Recording> All { get; }

    /// <summary>Reads sources and leaves out what is kept out of every split.</summary>
    /// <exception cref="InvalidDataException">A speaker or an original is in two splits: a source's rules are wrong.</exception>
    public static RecordingLibrary Read(CorpusFolder folder, IEnumerable<ICorpusSource>? sources = null)
    {
        List<Recording> all = [.. (sources ?? Sources).SelectMany(source => source.Read(folder)).Where(recording => KeptOut.RuleFor(recording.Origin.Source) is null)];
        foreach (var of in new Func<Recording, string>[] { recording => recording.Speaker, recording => recording.Clip })
            if (all.Where(recording => of(recording).Length > 0).GroupBy(of, StringComparer.Ordinal).FirstOrDefault(group => group.Select(recording => recording.Split).Distinct().Skip(1).Any()) is { } mixed)
                throw new InvalidDataException($"'{mixed.Key}' is in more than one split: {string.Join(", ", mixed.Select(recording => recording.Key).Take(4))}.");
        return new RecordingLibrary(all, folder.Find("transcripts/librispeech.jsonl"));
    }

    /// <summary>The recordings of a split that meet a condition.</summary>
    public IEnumerable<Recording> Of(CorpusSplit split, Func<Recording, bool> condition) => All.Where(recording => recording.Split == split && condition(recording));

    /// <summary>
    /// A label's recordings in random order, the speakers (or originals) taking turns, so that any first part of the list has as many of them as it can.
    /// </summary>
    public static IReadOnlyList<Recording> Spread(IEnumerable<Recording> recordings, string purpose)
    {
        var random = Chance.Of("spread", purpose);
        var groups = random.Shuffled(recordings.GroupBy(recording => recording.Speaker.Length > 0 ? recording.Speaker : recording.Clip, StringComparer.Ordinal)
            .Select(group => new Queue<Recording>(random.Shuffled(group))));
        var spread = new List<Recording>();
        while (groups.Any(group => group.Count > 0))
            foreach (var group in groups)
                if (group.TryDequeue(out var recording)) spread.Add(recording);
        return spread;
    }
}
