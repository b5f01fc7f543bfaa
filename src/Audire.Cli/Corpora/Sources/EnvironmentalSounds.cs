using System.Text.RegularExpressions;
using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>
/// ESC-10: ten classes of sounds. The second part of a name is the recording it was cut from; all takes of one are in one split. The test split has
/// those of the suite that ships and is filled to a quota a class.
/// </summary>
internal sealed partial class EnvironmentalSounds : ICorpusSource
{
    private const int TestTakes = 11, ValidTakes = 3;
    private const double MostTest = 0.4; // of a class
    private const string Origin = "github karolpiczak/ESC-10@553c8f1:";

    // The class, and what a listener would write.
    private static readonly Dictionary<string, (string Label, string Caption)> Classes = new(StringComparer.Ordinal)
    {
        ["001"] = ("dog", "a dog barks"), ["002"] = ("rain", "rain falls"), ["003"] = ("sea waves", "waves break on the shore"),
        ["004"] = ("crying baby", "a baby cries"), ["005"] = ("clock tick", "a clock ticks"), ["006"] = ("sneezing", "a person sneezes"),
        ["007"] = ("helicopter", "a helicopter flies"), ["008"] = ("chainsaw", "a chainsaw runs"), ["009"] = ("rooster", "a rooster crows"),
        ["010"] = ("crackling fire", "a fire crackles"),
    };

    /// <summary>The ten classes.</summary>
    public static IReadOnlyList<string> Labels { get; } = [.. Classes.Values.Select(entry => entry.Label).Order(StringComparer.Ordinal)];

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        var readme = folder.Find("git/ESC-10/README.md");
        var authors = readme is null ? [] : Authors(File.ReadAllText(readme));
        var takes = folder.Files("git/ESC-10", "*.ogg").Where(take => TakeName().IsMatch(take.Name)).ToList();
        return takes.GroupBy(take => take.Name[..3], StringComparer.Ordinal).SelectMany(group => OfClass([.. group], authors));
    }

    private static IEnumerable<Recording> OfClass(List<(string Path, string Name)> takes, Dictionary<string, (string Licence, string Author)> authors)
    {
        int test = 0, valid = 0;
        var usable = takes.Where(take => Evaluation.Suites.KeptOut.RuleFor(take.Name) is null).ToList();
        var originals = usable.GroupBy(take => TakeName().Match(take.Name).Groups[2].Value, StringComparer.Ordinal)
            .OrderBy(original => original.Any(take => ShippedRecordings.Has(take.Name)) ? 0 : 1).ThenBy(original => Chance.Of("esc", original.Key).NextDouble());
        foreach (var original in originals)
        {
            var split = original.Any(take => ShippedRecordings.Has(take.Name)) || test < Math.Min(TestTakes, MostTest * usable.Count) ? CorpusSplit.Test : valid < ValidTakes ? CorpusSplit.Valid : CorpusSplit.Train;
            if (split == CorpusSplit.Test) test += original.Count();
            if (split == CorpusSplit.Valid) valid += original.Count();
            foreach (var (path, name) in original)
            {
                var (label, caption) = Classes[name[..3]];
                var file = Path.GetFileName(name);
                var (licence, author) = authors.GetValueOrDefault(file, ("CC-BY-3.0", "see the set's README"));
                yield return new Recording("esc-10", Path.GetFileNameWithoutExtension(file), split, SoundKind.Sound, new FileSound(path, Origin + name),
                    new Terms(licence, $"ESC-10, Karol J. Piczak 2015, of freesound.org: {author}"))
                {
                    Clip = $"esc-10/{original.Key}", Label = label, Caption = caption,
                };
            }
        }
    }

    private static Dictionary<string, (string Licence, string Author)> Authors(string readme) => AuthorLine().Matches(readme)
        .ToDictionary(line => line.Groups[1].Value, line => (line.Groups[4].Value == "CC0" ? "CC0-1.0" : "CC-BY-3.0", $"{line.Groups[3].Value}, {line.Groups[2].Value}"), StringComparer.Ordinal);

    // 003 - Sea waves/1-91359-A.ogg
    [GeneratedRegex(@"^(0[01][0-9]) - [^/]+/[1-5]-([0-9]+)-[A-Z]\.ogg$")]
    private static partial Regex TakeName();

    // - **[1-100032-A.ogg](…)**: clip derived from [rose_bark.wav](http://www.freesound.org/…) by *nfrae* ([CC0](…))
    [GeneratedRegex(@"\*\*\[([0-9]-[0-9]+-[A-Z]\.ogg)\]\([^)]*\)\*\*:\s+clip derived from .*?\]\((https?://[^)]+)\) by \*([^*]+)\* \(\[(CC[^\]]*)\]", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex AuthorLine();
}
