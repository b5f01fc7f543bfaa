using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>The speaker's sex as the source states it: mostly LibriSpeech's readers, and a minority of synthetic voices to train.</summary>
internal sealed class SexTask : ICorpusTask
{
    private static readonly Quota People = new(620, 30, 70), Synthetic = new(110, 0, 0);
    private const int PiecesOfOne = 5;
    private const int MostOfOneSpeaker = 40;

    public string Name => "sex";

    public IReadOnlyList<string> Labels { get; } = ["female", "male"];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
            foreach (var sex in Labels)
            {
                var all = library.Of(split, recording => recording.Sex == sex && recording.Emotion.Length == 0 && !recording.IsOneEvent).ToList();
                Add(all.Where(recording => !recording.IsGenerated), People.Of(split));
                Add(all.Where(recording => recording.Collection == "tts-sentences"), Synthetic.Of(split));

                void Add(IEnumerable<Recording> recordings, int count)
                {
                    var spread = RecordingLibrary.Spread(recordings, $"sex {sex} {split}");
                    var heard = new Dictionary<string, int>(StringComparer.Ordinal);
                    foreach (var (recording, number) in Pieces.InTurn(spread, PiecesOfOne, int.MaxValue))
                    {
                        var before = heard.GetValueOrDefault(recording.Speaker);
                        if (heard.Values.Sum() >= count) break;
                        if (before >= MostOfOneSpeaker || number > 0 && recording.Collection != "librispeech") continue;
                        heard[recording.Speaker] = before + 1;
                        var (parts, treatment) = Pieces.Of(recording, number);
                        plan.Add(split, parts, treatment, Ask.Closed(this, sex));
                    }
                }
            }
    }
}
