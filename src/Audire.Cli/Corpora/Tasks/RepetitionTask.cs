using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>How often a word is said or a sound is heard, one to five times, with pauses of changing length.</summary>
internal sealed class RepetitionTask : ICorpusTask
{
    private static readonly Quota OfEach = new(270, 12, 28);
    private const double LongestEvent = 0.8;

    public string Name => "repetitions";

    public IReadOnlyList<string> Labels { get; } = ["one", "two", "three", "four", "five"];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
        {
            // German words of several syllables and whole phrases would make a word more than one event.
            var events = library.Of(split, recording => recording.IsOneEvent && recording.Collection is "fsdd" or "arabic-commands" or "scratch" or "sonic-pi").ToList();
            Recording[] words = [.. events.Where(recording => recording.Kind == SoundKind.Speech)], sounds = [.. events.Where(recording => recording.Kind == SoundKind.Sound)];
            for (var count = 1; count <= Labels.Count; count++)
                for (var i = 0; i < OfEach.Of(split); i++)
                {
                    var random = Chance.Of("repetitions", FormattableString.Invariant($"{split} {count} {i}"));
                    var pool = i % 2 == 0 && words.Length > 0 || sounds.Length == 0 ? words : sounds;
                    if (pool.Length == 0) continue;
                    var first = random.Pick(pool);
                    Recording[] alike = first.Label.Length > 0 && first.Kind == SoundKind.Speech && random.Next(2) == 0
                        ? [.. pool.Where(other => other.Speaker == first.Speaker && other.Label == first.Label)] : [first];
                    ClipPart[] parts = [.. Enumerable.Range(0, count).Select(n => new ClipPart(random.Pick(alike), Cut.Head(LongestEvent), Math.Round(random.Uniform(n == 0 ? 0.02 : 0.15, n == 0 ? 0.3 : 0.7), 2)))];
                    plan.Add(split, parts, Treatment.Draw($"repetitions {split} {count} {i}", speed: true, noise: true), Ask.Closed(this, Labels[count - 1]));
                }
        }
    }
}
