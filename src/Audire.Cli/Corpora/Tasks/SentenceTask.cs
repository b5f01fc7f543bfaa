using Audire.Cli.Corpora.Rendering;
using Audire.Cli.Corpora.Sources;

namespace Audire.Cli.Corpora.Tasks;

/// <summary>Sentences of a limited vocabulary, to be written down: spoken by synthetic voices, and strings of digits joined from one person's recordings.</summary>
internal sealed class SentenceTask : ICorpusTask
{
    private static readonly Quota DigitStrings = new(600, 0, 80);

    public string Name => "sentence";

    public IReadOnlyList<string> Labels => [];

    public void Plan(RecordingLibrary library, CorpusPlan plan)
    {
        foreach (var recording in library.All.Where(recording => recording.Collection == "tts-sentences"))
            plan.Add(recording.Split, [new ClipPart(recording, Cut.Whole)], Treatment.Draw(recording.Key, speed: true, noise: true), Ask.Free(this, recording.Text));
        foreach (var split in Enum.GetValues<CorpusSplit>())
        {
            Recording[][] people = [.. library.Of(split, recording => recording.Collection == "fsdd").GroupBy(recording => recording.Speaker, StringComparer.Ordinal).Select(group => group.ToArray())];
            for (var i = 0; i < DigitStrings.Of(split) && people.Length > 0; i++)
            {
                var random = Chance.Of("digit string", FormattableString.Invariant($"{split} {i}"));
                var person = random.Pick(people);
                Recording[] digits = [.. Enumerable.Range(0, 2 + random.Next(4)).Select(_ => random.Pick(person))];
                var (parts, treatment) = Pieces.Joined(digits, speed: true);
                plan.Add(split, parts, treatment, Ask.Free(this, string.Join(' ', digits.Select(digit => digit.Text))));
            }
        }
    }
}
