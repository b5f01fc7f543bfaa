using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Emotion as synthetic voices act it by rule (pitch, pace, loudness). It says nothing of how people sound.</summary>
internal sealed class EmotionTask : ICorpusTask
{
    public string Name => "emotion";

    public IReadOnlyList<string> Labels { get; } = [.. Manner.Emotions.Keys];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var recording in library.All.Where(recording => recording.Emotion.Length > 0))
        {
            // Level and tempo are what the emotions are made of: noise and band are all that may change.
            var treatment = Treatment.Draw(recording.Key, speed: false, noise: true) with { Decibels = 0 };
            plan.Add(recording.Split, [new ClipPart(recording, Cut.Whole)], treatment, Ask.Closed(this, recording.Emotion));
        }
    }
}
