using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>A few words about what is heard, put together from what the sources say.</summary>
internal sealed class CaptionTask : ICorpusTask
{
    private static readonly Quota OfEach = new(250, 20, 30);

    public string Name => "caption";

    public IReadOnlyList<string> Labels => [];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
            foreach (var kind in Enum.GetValues<SoundKind>())
            {
                var described = RecordingLibrary.Spread(library.Of(split, recording => recording.Kind == kind && !(recording.IsGenerated && kind == SoundKind.Speech) && Caption(recording).Length > 0), $"caption {kind} {split}");
                foreach (var (recording, number) in Pieces.InTurn(described, kind == SoundKind.Speech ? 1 : 10, OfEach.Of(split)))
                {
                    var (parts, treatment) = Pieces.Of(recording, number);
                    plan.Add(split, parts, treatment, Ask.Free(this, Caption(recording)));
                }
            }
    }

    private static string Caption(Recording recording) => recording switch
    {
        { Caption.Length: > 0 } => recording.Caption,
        { Kind: SoundKind.Music } => "music plays",
        { Kind: SoundKind.Speech, IsOneEvent: false, Language.Length: > 0 } => $"{recording.Sex switch { "female" => "a woman", "male" => "a man", _ => "a person" }} speaks {recording.Language}",
        _ => "",
    };
}
