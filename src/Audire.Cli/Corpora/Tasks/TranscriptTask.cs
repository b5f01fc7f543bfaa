using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>
/// Open speech, written down, so that the bridge learns what words sound like: prompts with their texts, and pieces of LibriSpeech with what a
/// recogniser wrote. It is trained and watched, never tested: a machine's transcript is no reference.
/// </summary>
internal sealed class TranscriptTask : ICorpusTask
{
    private const int MostWords = 12;

    // Prompts a language, in order of what the language model knows.
    private static readonly (string Language, int Train)[] Prompts = [("English", 450), ("Spanish", 120), ("French", 120), ("Italian", 120)];

    public string Name => "transcript";

    public IReadOnlyList<string> Labels => [];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var (language, count) in Prompts)
        {
            var prompts = library.Of(CorpusSplit.Train, recording => recording.Language == language && !recording.IsGenerated && recording.Collection != "fsdd"
                && recording.Text.Length > 0 && recording.Text.Split(' ').Length <= MostWords);
            foreach (var recording in RecordingLibrary.Spread(prompts, $"transcript {language}").Take(count))
                plan.Add(CorpusSplit.Train, [new ClipPart(recording, Cut.Whole)], Treatment.Draw($"transcript {recording.Key}", speed: true, noise: true), Ask.Free(this, recording.Text));
        }
        foreach (var (recording, start, end, text) in MachineTranscripts.Pieces(library))
            plan.Add(recording.Split, [new ClipPart(recording, Cut.Range(start, end))], Treatment.Draw(FormattableString.Invariant($"transcript {recording.Key} {start:0.00}"), speed: true, noise: true), Ask.Free(this, text));
    }
}
