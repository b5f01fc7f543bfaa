using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>What makes a sound: the ten classes of ESC-10. Animals beyond them are a task of their own that is only trained: one or two originals of each are too few to test.</summary>
internal sealed class SoundTask : ICorpusTask
{
    private static readonly Quota OfEach = new(130, 8, 13), PiecesOfOne = new(10, 2, 1);
    private const int AnimalPieces = 4;

    public string Name => "sound";

    public IReadOnlyList<string> Labels => EnvironmentalSounds.Labels;

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
            foreach (var label in Labels)
            {
                var heard = RecordingLibrary.Spread(library.Of(split, recording => recording.Collection == "esc-10" && recording.Label == label), $"sound {label} {split}");
                foreach (var (recording, number) in Pieces.InTurn(heard, PiecesOfOne.Of(split), OfEach.Of(split)))
                {
                    var (parts, treatment) = Pieces.Of(recording, number);
                    plan.Add(split, parts, treatment, Ask.Closed(this, label));
                }
            }
        foreach (var recording in library.Of(CorpusSplit.Train, recording => recording.Collection is "tuxpaint-animals" or "scratch" && recording.Label.Length > 0))
            for (var number = 0; number < AnimalPieces; number++)
            {
                var (parts, treatment) = Pieces.Of(recording, number);
                plan.Add(CorpusSplit.Train, parts, treatment, Ask.Closed("animal", [], recording.Label));
            }
    }
}
