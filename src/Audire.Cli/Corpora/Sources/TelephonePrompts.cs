using System.IO.Compression;
using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>
/// Asterisk's prompts, read by one speaker a package. Two languages of Allison Smith's make one speaker. What the shipped suite asks for is left out
/// of the packages that train.
/// </summary>
internal sealed class TelephonePrompts : ICorpusSource
{
    private static readonly Package[] Packages =
    [
        new("asterisk-core-sounds-en-g722", "*.g722", "asterisk-allison", "female", "English", CorpusSplit.Train, new("CC-BY-SA-3.0", "Allison Smith, theivrvoice.com, for Digium"), "en"),
        new("asterisk-core-sounds-es-g722", "*.g722", "asterisk-allison", "female", "Spanish", CorpusSplit.Train, new("CC-BY-SA-3.0", "Allison Smith, theivrvoice.com, for Digium"), "es"),
        new("asterisk-core-sounds-fr-g722", "*.g722", "asterisk-june", "female", "French", CorpusSplit.Train, new("CC-BY-SA-3.0", "June Wallack, junewallack.com, for Digium"), "fr"),
        new("asterisk-core-sounds-it-g722", "*.g722", "asterisk-carlo", "", "Italian", CorpusSplit.Train, new("CC-BY-3.0", "Carlo Flora, carloflora.com"), "it"),
        new("asterisk-core-sounds-ru-g722", "*.g722", "asterisk-ivrvoice", "female", "Russian", CorpusSplit.Test, new("CC-BY-3.0", "IvrvoiceRU, Maxim Topal, ivrvoice.ru"), "ru"),
        new("asterisk-prompt-it-menardi-wav", "*.wav", "asterisk-menardi", "female", "Italian", CorpusSplit.Test, new("CC-BY-SA-3.0", "Marco Menardi and Paola Dal Zot"), null),
        new("asterisk-prompt-es-co", "*.gsm", "asterisk-colombia", "", "Spanish", CorpusSplit.Test, new("GPL-2+", "asterisk-prompt-es-co, see the package's copyright file"), null),
        new("asterisk-prompt-fr-armelle", "*.gsm", "asterisk-armelle", "female", "French", CorpusSplit.Test, new("GPL-2+", "Armelle Desjardins, Michel Gutierrez"), null),
    ];

    public IEnumerable<Recording> Read(CorpusFolder folder) => Packages.SelectMany(package => Read(package, folder));

    private static IEnumerable<Recording> Read(Package package, CorpusFolder folder)
    {
        var texts = package.Texts is { } language ? Texts(folder, language) : [];
        foreach (var (path, name) in folder.Files($"deb/{package.Name}", package.Pattern))
        {
            var prompt = name[(name.LastIndexOf("/sounds/", StringComparison.Ordinal) + 8)..];
            var isShipped = ShippedRecordings.Has("/" + prompt);
            if (isShipped && package.Split != CorpusSplit.Test || prompt.Contains("tone", StringComparison.Ordinal) || prompt.Contains("beep", StringComparison.Ordinal)
                || prompt.Contains("silence", StringComparison.Ordinal)) continue;
            var key = prompt[(prompt.IndexOf('/', StringComparison.Ordinal) + 1)..];
            var text = texts.GetValueOrDefault(Path.ChangeExtension(key, null), "");
            yield return new Recording(package.Name, key, package.Split, SoundKind.Speech,
                new FileSound(path, $"Debian {package.Name}: /{name}", package.Pattern is "*.wav" ? null : package.Pattern[2..]), package.Terms)
            {
                Speaker = package.Speaker, Sex = package.Sex, Language = package.Language, Text = text,
                Label = package.Language == "English" && SpokenDigits.Words.Contains(text, StringComparer.Ordinal) ? text : "",
            };
        }
    }

    // Lines "name: what is said"; a comment starts with ';'.
    private static Dictionary<string, string> Texts(CorpusFolder folder, string language)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (folder.Find($"deb/asterisk-core-sounds-{language}/usr/share/doc/asterisk-core-sounds-{language}/core-sounds-{language}.txt.gz") is not { } packed) return texts;
        using var reader = new StreamReader(new GZipStream(File.OpenRead(packed), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith(';') && line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon) texts[line[..colon].Trim()] = PlainText.Of(line[(colon + 2)..]);
        return texts;
    }

    private sealed record Package(string Name, string Pattern, string Speaker, string Sex, string Language, CorpusSplit Split, Terms Terms, string? Texts);
}
