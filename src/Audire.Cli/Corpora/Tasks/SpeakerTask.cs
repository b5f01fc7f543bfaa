using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;
using Audire.Metrics.Randomness;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Whether one person speaks or two in turn. Both turns come from one collection, so that a change of channel gives nothing away.</summary>
internal sealed class SpeakerTask : ICorpusTask
{
    private static readonly Quota OfEach = new(450, 30, 70);

    public string Name => "speakers";

    public IReadOnlyList<string> Labels { get; } = ["one", "two"];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var split in Enum.GetValues<CorpusSplit>())
        {
            var readers = BySpeaker(library.Of(split, recording => recording.Collection == "librispeech"));
            var words = BySpeaker(library.Of(split, recording => recording.Collection == "arabic-commands"));
            for (var i = 0; i < 2 * OfEach.Of(split); i++)
            {
                var random = Chance.Of("speakers", FormattableString.Invariant($"{split} {i}"));
                var people = i % 3 == 2 && words.Count > 1 || readers.Count < 2 ? words : readers;
                if (people.Count < 2) continue;
                var isTwo = i / 3 % 2 == 1; // both answers have as many clips of each collection
                var pair = random.Shuffled(people)[..2];
                ClipPart[] parts = [.. Turn(random, pair[0], 0), .. Turn(random, isTwo ? pair[1] : pair[0], 1)];
                plan.Add(split, parts, Treatment.Draw($"speakers {split} {i}", speed: false, noise: true), Ask.Closed(this, isTwo ? "two" : "one"));
            }
        }
    }

    private static List<Recording[]> BySpeaker(IEnumerable<Recording> recordings) =>
        [.. recordings.GroupBy(recording => recording.Speaker, StringComparer.Ordinal).Select(group => group.ToArray())];

    // A reader has one long recording: the turns are of its two halves. Of single words, three make a turn.
    private static IEnumerable<ClipPart> Turn(PythonRandom random, Recording[] speaker, int turn)
    {
        var gap = turn == 0 ? 0 : Math.Round(random.Uniform(0.1, 0.5), 2);
        if (!speaker[0].IsOneEvent) return [new ClipPart(speaker[0], Cut.Window(Math.Round(random.Uniform(1.3, 2.6), 2), Math.Round(0.5 * turn + 0.45 * random.NextDouble(), 3)), gap)];
        return Enumerable.Range(0, 3).Select(n => new ClipPart(random.Pick(speaker), Cut.Whole, n == 0 ? gap : Math.Round(random.Uniform(0.1, 0.5), 2)));
    }
}
