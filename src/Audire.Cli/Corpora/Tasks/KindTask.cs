using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Speech, music or noise; noise is computed, or recorded rain, sea, fire, rotors and motors.</summary>
internal sealed class KindTask : ICorpusTask
{
    private static readonly Quota OfEach = new(330, 18, 45);
    private static readonly string[] Noises = ["rain", "sea waves", "helicopter", "chainsaw", "crackling fire"];
    private const int PiecesOfOne = 40;

    public string Name => "kind";

    public IReadOnlyList<string> Labels { get; } = ["music", "noise", "speech"];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
        {
            var count = OfEach.Of(split);
            Add("speech", recording => recording.Kind == SoundKind.Speech && !recording.IsGenerated && !recording.IsOneEvent, 1, count);
            Add("music", recording => recording.Kind == SoundKind.Music && !recording.IsGenerated, PiecesOfOne, count - count / 3);
            Add("music", recording => recording.Kind == SoundKind.Music && recording.IsGenerated, PiecesOfOne, count / 3);
            Add("noise", recording => Noises.Contains(recording.Label, StringComparer.Ordinal) && recording.Collection == "esc-10", PiecesOfOne, count / 2);
            Add("noise", recording => recording.Kind == SoundKind.Noise, PiecesOfOne, count - count / 2);

            void Add(string kind, Func<Recording, bool> condition, int most, int wanted)
            {
                var spread = RecordingLibrary.Spread(library.Of(split, condition), $"kind {kind} {split}");
                foreach (var (recording, number) in Pieces.InTurn(spread, most, wanted))
                {
                    var (parts, treatment) = Pieces.Of(recording, number);
                    plan.Add(split, parts, treatment, Ask.Closed(this, kind));
                }
            }
        }
    }
}
