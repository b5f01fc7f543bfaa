using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Which digit is spoken: people's, and a minority of synthetic voices'.</summary>
internal sealed class DigitTask : ICorpusTask
{
    private static readonly Quota OfEach = new(230, 8, 13);

    public string Name => "digit";

    public IReadOnlyList<string> Labels => SpokenDigits.Words;

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
            foreach (var digit in Labels)
            {
                var spoken = library.Of(split, recording => recording.Label == digit && recording.Kind == SoundKind.Speech);
                foreach (var recording in RecordingLibrary.Spread(spoken, $"digit {digit} {split}").OrderBy(recording => recording.IsGenerated).Take(OfEach.Of(split)))
                    plan.Add(split, [new ClipPart(recording, Cut.Whole)], Treatment.Draw($"digit {recording.Key}", speed: true, noise: true), Ask.Closed(this, digit));
            }
    }
}
