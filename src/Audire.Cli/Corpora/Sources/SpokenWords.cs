using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>Single words and sentences of people in Debian's games: each folder of one speaker is in one split.</summary>
internal sealed class SpokenWords : ICorpusSource
{
    private static readonly Terms Kajongg = new("GPL-2+", "Kajongg, Wolfgang Rohdewald"), Tuberling = new("GPL-2+", "KTuberling, the KDE translation teams"),
        TuxPaint = new("GPL-2", "Tux Paint stamps, Bill Kendrick and contributors"), Fillets = new("GPL-2", "Fish Fillets NG, ALTAR interactive and the Fish Fillets NG team"),
        Moscow = new("BSD", "festvox-ru: MSU Speech Laboratory, Nikolai Shmyrev");

    private static readonly Part[] Parts =
    [
        // Four people, in English Mah Jongg terms and in German ones; which of them are the same persons is not said, so none of them is in two splits.
        new("kajongg", "usr/share/kajongg/voices/de/female1", "kajongg-de-female1", "female", "German", CorpusSplit.Train, Kajongg),
        new("kajongg", "usr/share/kajongg/voices/de/female2", "kajongg-de-female2", "female", "German", CorpusSplit.Train, Kajongg),
        new("kajongg", "usr/share/kajongg/voices/de/male1", "kajongg-de-male1", "male", "German", CorpusSplit.Train, Kajongg),
        new("kajongg", "usr/share/kajongg/voices/de/male2", "kajongg-de-male2", "male", "German", CorpusSplit.Train, Kajongg),
        new("ktuberling-data", "usr/share/ktuberling/sounds/de", "ktuberling-de", "", "German", CorpusSplit.Test, Tuberling),
        new("ktuberling-data", "usr/share/ktuberling/sounds/en", "ktuberling-en", "", "English", CorpusSplit.Train, Tuberling),
        new("ktuberling-data", "usr/share/ktuberling/sounds/fr", "ktuberling-fr", "", "French", CorpusSplit.Valid, Tuberling),
        new("ktuberling-data", "usr/share/ktuberling/sounds/es", "ktuberling-es", "", "Spanish", CorpusSplit.Valid, Tuberling),
        new("ktuberling-data", "usr/share/ktuberling/sounds/it", "ktuberling-it", "", "Italian", CorpusSplit.Valid, Tuberling),
        new("ktuberling-data", "usr/share/ktuberling/sounds/ru", "ktuberling-ru", "", "Russian", CorpusSplit.Valid, Tuberling),
        new("ktuberling-data", "usr/share/ktuberling/sounds/nl", "ktuberling-nl", "", "Dutch", CorpusSplit.Valid, Tuberling),
        new("tuxpaint-stamps-default", "usr/share/tuxpaint/stamps", "tuxpaint-es", "", "Spanish", CorpusSplit.Train, TuxPaint, "*_desc_es.ogg"),
        new("tuxpaint-stamps-default", "usr/share/tuxpaint/stamps", "tuxpaint-fr", "", "French", CorpusSplit.Train, TuxPaint, "*_desc_fr.ogg"),
        new("tuxpaint-stamps-default", "usr/share/tuxpaint/stamps", "tuxpaint-ru", "", "Russian", CorpusSplit.Train, TuxPaint, "*_desc_ru.ogg"),
        new("tuxpaint-stamps-default", "usr/share/tuxpaint/stamps", "tuxpaint-nl", "", "Dutch", CorpusSplit.Train, TuxPaint, "*_desc_nl.ogg"),
        new("festvox-ru", "usr/share/festival/voices/russian/msu_ru_nsh_clunits/wav", "festvox-ru-nsh", "male", "Russian", CorpusSplit.Train, Moscow),
        .. Fish("cs", "Czech"), .. Fish("nl", "Dutch"),
        new("fillets-ng-data-cs", "usr/share/games/fillets-ng/sound", "fillets-cs-others", "", "Czech", CorpusSplit.Valid, Fillets, "*-x-*.ogg"),
    ];

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        foreach (var part in Parts)
            foreach (var (path, name) in folder.Files($"deb/{part.Package}/{part.Folder}", part.Pattern).Where(file => file.Path.EndsWith(".wav", StringComparison.Ordinal) || file.Path.EndsWith(".ogg", StringComparison.Ordinal)))
            {
                yield return new Recording(part.Package, $"{part.Speaker}/{Path.ChangeExtension(name, null)}", part.Split, SoundKind.Speech,
                    new FileSound(path, $"Debian {part.Package}: /{part.Folder}/{name}"), part.Terms)
                {
                    Speaker = part.Speaker, Sex = part.Sex, Language = part.Language, IsOneEvent = part.Package is "kajongg" or "ktuberling-data",
                };
            }
    }

    // Two fish talk, the small one (-m-) in a woman's voice, the big one (-v-) in a man's; others have few lines. Comic voices: no sex is stated.
    private static Part[] Fish(string code, string language) =>
    [
        new($"fillets-ng-data-{code}", "usr/share/games/fillets-ng/sound", $"fillets-{code}-small", "", language, CorpusSplit.Train, Fillets, "*-m-*.ogg"),
        new($"fillets-ng-data-{code}", "usr/share/games/fillets-ng/sound", $"fillets-{code}-big", "", language, CorpusSplit.Test, Fillets, "*-v-*.ogg"),
    ];

    private sealed record Part(string Package, string Folder, string Speaker, string Sex, string Language, CorpusSplit Split, Terms Terms, string Pattern = "*");
}
