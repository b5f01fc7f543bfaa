using Audire.Cli.Corpora.Rendering;

namespace Audire.Cli.Corpora.Sources;

/// <summary>A minority of synthetic speech in the languages that are told apart, so that a language is not one person's telephone.</summary>
internal sealed class GeneratedLanguages : ICorpusSource
{
    private const int TrainOfEach = 60, ValidOfEach = 6;
    private static readonly Terms Terms = new("CC0-1.0", "own text; espeak-ng");

    private static readonly (string Language, string Code, string[] Texts)[] Languages =
    [
        ("English", "en-us", ["the market opens early on saturday", "she writes a letter to her uncle", "the road to the lake is closed", "we will meet again next summer", "please put the bread on the table", "the children are playing outside"]),
        ("Spanish", "es", ["el mercado abre temprano los sábados", "ella escribe una carta a su tío", "el camino al lago está cerrado", "nos veremos otra vez el próximo verano", "pon el pan en la mesa por favor", "los niños juegan en la calle"]),
        ("French", "fr-fr", ["le marché ouvre tôt le samedi", "elle écrit une lettre à son oncle", "la route du lac est fermée", "nous nous reverrons l'été prochain", "mets le pain sur la table s'il te plaît", "les enfants jouent dehors"]),
        ("Italian", "it", ["il mercato apre presto il sabato", "lei scrive una lettera a suo zio", "la strada per il lago è chiusa", "ci rivedremo la prossima estate", "metti il pane sulla tavola per favore", "i bambini giocano in giardino"]),
        ("Russian", "ru", ["рынок открывается рано в субботу", "она пишет письмо своему дяде", "дорога к озеру закрыта", "мы снова встретимся следующим летом", "положи хлеб на стол пожалуйста", "дети играют во дворе"]),
        ("German", "de", ["der markt öffnet samstags sehr früh", "sie schreibt einen brief an ihren onkel", "die straße zum see ist gesperrt", "wir sehen uns im nächsten sommer wieder", "leg bitte das brot auf den tisch", "die kinder spielen draußen"]),
        ("Dutch", "nl", ["de markt gaat zaterdag vroeg open", "zij schrijft een brief aan haar oom", "de weg naar het meer is afgesloten", "we zien elkaar volgende zomer weer", "leg het brood op tafel alsjeblieft", "de kinderen spelen buiten"]),
        ("Czech", "cs", ["trh se v sobotu otevírá brzy", "píše dopis svému strýci", "cesta k jezeru je zavřená", "uvidíme se zase příští léto", "polož prosím chleba na stůl", "děti si hrají venku"]),
        ("Arabic", "ar", ["يفتح السوق مبكرا يوم السبت", "تكتب رسالة إلى عمها", "الطريق إلى البحيرة مغلق", "سنلتقي مرة أخرى في الصيف القادم", "ضع الخبز على الطاولة من فضلك", "يلعب الأطفال في الخارج"]),
    ];

    /// <summary>The languages that are told apart.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Languages.Select(language => language.Language)];

    public IEnumerable<Recording> Read(CorpusFolder folder)
    {
        if (!ToolProcess.Exists("espeak-ng")) yield break; // GeneratedSpeech says so
        foreach (var (language, code, texts) in Languages)
            foreach (var (split, count) in new[] { (CorpusSplit.Train, TrainOfEach), (CorpusSplit.Valid, ValidOfEach) })
                for (var i = 0; i < count; i++)
                {
                    var id = System.FormattableString.Invariant($"{split.Name()}-{code}-{i}");
                    var random = Chance.Of("tts-languages", id);
                    var voice = random.Pick([.. Voice.Of(split).Where(voice => voice.Engine == "espeak-ng")]);
                    yield return new Recording("tts-languages", id, split, SoundKind.Speech, new SpokenSound(voice, code, random.Pick(texts), Manner.Neutral.Varied(random, 16)), Terms)
                    {
                        Speaker = voice.Speaker, Sex = voice.Sex, Language = language,
                    };
                }
    }
}
