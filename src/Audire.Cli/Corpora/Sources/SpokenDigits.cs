using System.Globalization;
using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>
/// Free Spoken Digit Dataset: six men say each digit fifty times. Its own convention keeps recordings 0 to 4 for tests (0 is kept out here);
/// besides, two of the six are heard in the test split only.
/// </summary>
internal sealed class SpokenDigits : ICorpusSource
{
    private static readonly string[] Held = ["lucas", "theo"];
    private static readonly Terms Licence = new("CC-BY-SA-4.0", "Free Spoken Digit Dataset, Zohar Jackson and contributors, github.com/Jakobovski/free-spoken-digit-dataset");

    /// <summary>The words for 0 to 9.</summary>
    public static IReadOnlyList<string> Words { get; } = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        foreach (var (path, name) in folder.Files("git/free-spoken-digit-dataset/recordings", "*.wav"))
        {
            var parts = Path.GetFileNameWithoutExtension(name).Split('_');
            if (parts.Length != 3 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var digit) || digit is < 0 or > 9
                || !int.TryParse(parts[2], CultureInfo.InvariantCulture, out var take)) continue;
            var isHeld = Held.Contains(parts[1], StringComparer.Ordinal);
            if (take == 0 || take <= 4 != isHeld) continue;
            yield return new Recording("fsdd", Path.GetFileNameWithoutExtension(name), isHeld ? CorpusSplit.Test : CorpusSplit.Train, SoundKind.Speech,
                new FileSound(path, $"github Jakobovski/free-spoken-digit-dataset@26eb9aa:recordings/{name}"), Licence)
            {
                Speaker = $"fsdd-{parts[1]}", Sex = "male", Language = "English", Label = Words[digit], Text = Words[digit], IsOneEvent = true,
            };
        }
    }
}
