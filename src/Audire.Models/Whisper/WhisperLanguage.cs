using System.Collections.Frozen;

namespace Audire.Models.Whisper;

/// <summary>The languages Whisper knows, in the order of their tokens.</summary>
/// <remarks>Codes are ISO 639-1 where there is one; "jw" (Javanese) and "iw"-like oddities are kept as the tokens spell them.</remarks>
public static class WhisperLanguage
{
    private static readonly string[] CodesAndNames =
    [
        "en english", "zh chinese", "de german", "es spanish", "ru russian", "ko korean", "fr french", "ja japanese", "pt portuguese",
        "tr turkish", "pl polish", "ca catalan", "nl dutch", "ar arabic", "sv swedish", "it italian", "id indonesian", "hi hindi",
        "fi finnish", "vi vietnamese", "he hebrew", "uk ukrainian", "el greek", "ms malay", "cs czech", "ro romanian", "da danish",
        "hu hungarian", "ta tamil", "no norwegian", "th thai", "ur urdu", "hr croatian", "bg bulgarian", "lt lithuanian", "la latin",
        "mi maori", "ml malayalam", "cy welsh", "sk slovak", "te telugu", "fa persian", "lv latvian", "bn bengali", "sr serbian",
        "az azerbaijani", "sl slovenian", "kn kannada", "et estonian", "mk macedonian", "br breton", "eu basque", "is icelandic",
        "hy armenian", "ne nepali", "mn mongolian", "bs bosnian", "kk kazakh", "sq albanian", "sw swahili", "gl galician", "mr marathi",
        "pa punjabi", "si sinhala", "km khmer", "sn shona", "yo yoruba", "so somali", "af afrikaans", "oc occitan", "ka georgian",
        "be belarusian", "tg tajik", "sd sindhi", "gu gujarati", "am amharic", "yi yiddish", "lo lao", "uz uzbek", "fo faroese",
        "ht haitian creole", "ps pashto", "tk turkmen", "nn nynorsk", "mt maltese", "sa sanskrit", "lb luxembourgish", "my myanmar",
        "bo tibetan", "tl tagalog", "mg malagasy", "as assamese", "tt tatar", "haw hawaiian", "ln lingala", "ha hausa", "ba bashkir",
        "jw javanese", "su sundanese", "yue cantonese",
    ];

    // Other words people use for the same token.
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["burmese"] = "my",
        ["valencian"] = "ca",
        ["flemish"] = "nl",
        ["haitian"] = "ht",
        ["letzeburgesch"] = "lb",
        ["pushto"] = "ps",
        ["panjabi"] = "pa",
        ["moldavian"] = "ro",
        ["moldovan"] = "ro",
        ["sinhalese"] = "si",
        ["castilian"] = "es",
        ["mandarin"] = "zh",
        ["jv"] = "jw",
        ["nb"] = "no",
        ["iw"] = "he",
        ["farsi"] = "fa",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> NameByCode =
        CodesAndNames.ToFrozenDictionary(entry => entry[..entry.IndexOf(' ')], entry => entry[(entry.IndexOf(' ') + 1)..], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, string> CodeByName =
        NameByCode.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>The codes in the order of their tokens: "en" first. Models before large-v3 lack the last, "yue".</summary>
    public static IReadOnlyList<string> Codes { get; } = [.. CodesAndNames.Select(entry => entry[..entry.IndexOf(' ')])];

    /// <summary>The English name of a language, in lower case; null for an unknown code.</summary>
    public static string? NameOf(string code) => NameByCode.GetValueOrDefault(code);

    /// <summary>The code for what a person wrote: a code ("de"), a tag ("de-AT") or an English name ("German"); null for anything else.</summary>
    public static string? CodeOf(string text)
    {
        var trimmed = text.Trim();
        if (CodeByName.TryGetValue(trimmed, out var byName)) return byName;
        if (Aliases.TryGetValue(trimmed, out var alias)) return alias;
        var primary = trimmed.Split('-', '_')[0];
        if (Aliases.TryGetValue(primary, out var primaryAlias)) return primaryAlias;
        return NameByCode.ContainsKey(primary) ? primary.ToLowerInvariant() : null;
    }

    /// <summary>Whether the language is written without spaces between words, so that words are timed character by character.</summary>
    internal static bool WritesWithoutSpaces(string code) => code is "zh" or "ja" or "th" or "lo" or "my" or "yue";
}
